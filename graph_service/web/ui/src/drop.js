// A file dropped on the form of a draft is sent as if it had been chosen.
/** @param {HTMLFormElement} form */
export function drop(form) {
  const place = form.querySelector(".drop");
  const field = form.querySelector("input[type=file]");
  const over = (on) => (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    place.classList.toggle("over", on);
  };
  place.addEventListener("dragover", over(true));
  place.addEventListener("dragleave", over(false));
  place.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    place.classList.remove("over");
    field.files = event.dataTransfer.files;
    form.requestSubmit();
  });
}

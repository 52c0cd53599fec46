// A file dropped anywhere on the page of a draft is sent as if it had been chosen.
/** @param {HTMLFormElement} form */
export function drop(form) {
  const place = form.querySelector(".drop");
  const field = form.querySelector("input[type=file]");
  const files = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!files(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    place.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) place.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    if (!files(event)) return;
    event.preventDefault();
    place.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    const one = new DataTransfer();
    one.items.add(event.dataTransfer.files[0]);
    field.files = one.files;
    form.requestSubmit();
  });
  // A chosen file goes before pasted text: the field that is filled in last is the one that counts.
  form.querySelector("textarea").addEventListener("input", () => { field.value = ""; });
  form.addEventListener("submit", () => form.setAttribute("aria-busy", "true"));
  addEventListener("pageshow", () => form.removeAttribute("aria-busy"));
}

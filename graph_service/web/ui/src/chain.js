// The chain view without reloading: filters and plus signs fetch the same page and take its picture and table.
import { keys, placeOf } from "./keys.js";

// A wide picture opens where the chain begins, not at its oldest end.
function centre() {
  const picture = document.querySelector(".picture");
  const start = picture?.querySelector(".start");
  if (!start) return;
  const [frame, box] = [picture.getBoundingClientRect(), start.getBoundingClientRect()];
  picture.scrollBy({ left: box.left - frame.left - (frame.width - box.width) / 2, behavior: "instant" });
}

export function chain() {
  centre();
  const form = document.querySelector("form[data-live]");
  const load = async (address, keep = true) => {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok) return location.assign(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const before = document.querySelector(".picture");
    const [left, top] = [before?.scrollLeft ?? 0, before?.scrollTop ?? 0];
    const focused = document.activeElement;
    const place = placeOf(focused);
    const lost = document.querySelector("#chain").contains(focused);
    document.querySelector("#chain").replaceWith(page.querySelector("#chain"));
    const fresh = page.querySelector("form[data-live]");
    if (fresh) {
      const field = form.contains(focused) ? [focused.name, focused.value] : null;
      form.replaceChildren(...fresh.childNodes);
      const again = field && [...form.elements].filter((one) => one.name === field[0]);
      (again?.find((one) => one.type !== "checkbox" || one.value === field[1]) ?? again?.[0])?.focus();
    }
    if (keep) history.pushState(null, "", address);
    document.querySelector(".picture")?.scrollTo(left, top);
    dress(place);
    if (lost && !place) document.querySelector(".picture")?.focus({ preventScroll: true });
    document.querySelector("[data-said]").textContent = document.querySelector(".exports span")?.textContent ?? "";
  };

  form.addEventListener("change", () => form.requestSubmit());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const opened = new URLSearchParams(location.search).getAll("open").map((one) => ["open", one]);
    const pairs = [...new FormData(form), ...opened];
    const named = event.submitter?.name;
    load(`${form.getAttribute("action")}?${new URLSearchParams(named ? [...pairs, [named, event.submitter.value]] : pairs)}`);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-live-link]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    load(link.getAttribute("href"));
  });
  addEventListener("popstate", () => load(location.href, false));
  dress();
}

function dress(place = "") {
  const root = document.querySelector("#chain");
  const picture = root.querySelector(".picture");
  if (picture) {
    keys(picture, place);
    root.querySelector("#chain-keys").hidden = false;
  }
  const button = root.querySelector("[data-png]");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => save(button.dataset.png));
  }
  // Listened to from above: a part of a picture that listens for the focus itself could be reached by Tab.
  const parts = [...root.querySelectorAll("[data-edge]")];
  let lit = null;
  const light = (number) => {
    if (number === lit) return;
    lit = number;
    for (const one of parts) {
      const on = number !== null && one.dataset.edge === number;
      one.classList.toggle("lit", on);
      one.querySelector(".edge")?.classList.toggle("lit", on);
    }
  };
  const edge = (node) => node?.closest?.("[data-edge]")?.dataset.edge ?? null;
  for (const type of ["pointerover", "focusin"]) root.addEventListener(type, (event) => light(edge(event.target)));
  for (const type of ["pointerout", "focusout"]) root.addEventListener(type, (event) => light(edge(event.relatedTarget)));
}

async function save(address) {
  const text = await (await fetch(address)).text();
  const picture = new Image();
  const source = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  await new Promise((done, failed) => {
    picture.onload = done;
    picture.onerror = failed;
    picture.src = source;
  });
  const canvas = document.createElement("canvas");
  const scale = Math.min(2, 16000 / Math.max(picture.width, picture.height));
  canvas.width = picture.width * scale;
  canvas.height = picture.height * scale;
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  pen.drawImage(picture, 0, 0);
  URL.revokeObjectURL(source);
  const file = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `${decodeURIComponent(location.pathname).replace(/[^A-Za-z0-9]+/g, "_").replace(/^_+/, "")}.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

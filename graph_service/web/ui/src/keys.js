// Keys inside the picture of a chain: one stop of the Tab key, arrows from place to place, Enter follows, Escape leaves.
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const links = (picture) => [...picture.querySelectorAll("a[data-place]")];
const middle = (link) => {
  const box = (link.querySelector(".row, circle") ?? link.querySelector("text")).getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
};

export const placeOf = (link) => link?.closest?.("a[data-place]")?.dataset.place ?? "";

/** Makes one link of the picture the one that Tab reaches. */
function stop(picture, link) {
  for (const one of links(picture)) one.setAttribute("tabindex", one === link ? "0" : "-1");
}

/** The nearest link that lies that way; what lies aside counts double, and up and down stay within the column. */
function next(picture, from, [x, y]) {
  const [left, top] = middle(from);
  let [best, least] = [null, Infinity];
  for (const one of links(picture)) {
    if (one === from) continue;
    const [across, down] = [middle(one)[0] - left, middle(one)[1] - top];
    const along = across * x + down * y;
    const aside = Math.abs(x ? down : across);
    if (along < 2 || (y && aside > 180)) continue;
    const cost = x ? along * 2 + aside : along + aside / 4;
    if (cost < least) [best, least] = [one, cost];
  }
  return best;
}

/** @param {HTMLElement} picture @param {string} place what had the focus before the picture was drawn anew */
export function keys(picture, place = "") {
  const every = links(picture);
  const start = picture.querySelector(".start a[data-place]") ?? every[0];
  if (!start) return;
  const known = (name) => every.find((one) => one.dataset.place === name);
  const held = known(place) ?? known(place.replace(/^[fb]\./, ""));
  stop(picture, held ?? start);
  if (held) held.focus();
  picture.addEventListener("focusin", (event) => {
    const link = event.target.closest("a[data-place]");
    if (link) stop(picture, link);
  });
  picture.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const link = event.target.closest("a[data-place]");
    const way = ARROWS[event.key];
    const goal = link && way ? next(picture, link, way)
      : link && event.key === "Escape" ? picture
      : event.key === "Home" ? start
      : !link && event.key === "Enter" ? picture.querySelector('a[data-place][tabindex="0"]')
      : null;
    if (!goal && !(link && way)) return;
    event.preventDefault();
    goal?.focus();
    if (goal !== picture) goal?.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
}

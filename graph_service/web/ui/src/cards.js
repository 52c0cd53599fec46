// A popover beside a citation with what the margin says of it: target, function, status, the words of the target.
const WAIT = 160;

export function cards() {
  const box = document.createElement("div");
  box.className = "popover";
  box.setAttribute("popover", "manual");
  box.setAttribute("role", "tooltip");
  box.id = "card-of-citation";
  document.body.append(box);

  let timer = 0;
  let link = null;
  const hide = () => {
    clearTimeout(timer);
    if (box.matches(":popover-open")) box.hidePopover();
    link?.removeAttribute("aria-describedby");
    link = null;
  };
  const show = (one) => {
    const cards = one.dataset.card.trim().split(" ").map((id) => document.getElementById(id)).filter(Boolean);
    if (!cards.length) return;
    hide();
    const list = document.createElement("ul");
    list.append(...cards.map(copy));
    box.replaceChildren(list);
    link = one;
    one.setAttribute("aria-describedby", box.id);
    box.showPopover();
    place(box, one);
  };
  const later = (action, wait) => {
    clearTimeout(timer);
    timer = setTimeout(action, wait);
  };

  for (const one of document.querySelectorAll("a[data-card]")) {
    one.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && later(() => show(one), WAIT));
    one.addEventListener("pointerleave", () => later(hide, 2 * WAIT));
    one.addEventListener("focus", () => one.matches(":focus-visible") && show(one));
    one.addEventListener("blur", () => later(hide, WAIT));
    // A finger has no hover: the first touch shows the card, which holds the link itself.
    one.addEventListener("click", (event) => {
      if (event.pointerType === "touch" && link !== one) {
        event.preventDefault();
        show(one);
      }
    });
  }
  box.addEventListener("pointerenter", () => clearTimeout(timer));
  box.addEventListener("pointerleave", () => later(hide, 2 * WAIT));
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  document.addEventListener("pointerdown", (event) => {
    if (!box.contains(event.target) && !event.target.closest?.("a[data-card]")) hide();
  });
}

function copy(card) {
  const one = document.createElement("li");
  if (card.matches("tr")) {
    one.append(...[...card.cells].slice(2).map((cell) => {
      const part = document.createElement("p");
      part.append(...[...cell.childNodes].map((node) => node.cloneNode(true)));
      return part;
    }));
  } else {
    one.append(...[...card.childNodes].map((node) => node.cloneNode(true)));
  }
  one.className = "card";
  return one;
}

function place(box, link) {
  const spot = link.getClientRects()[0] ?? link.getBoundingClientRect();
  const room = document.documentElement.clientWidth - box.offsetWidth - 12;
  const below = spot.bottom + 8 + box.offsetHeight < innerHeight || spot.top < box.offsetHeight;
  box.style.left = `${scrollX + Math.max(12, Math.min(spot.left, room))}px`;
  box.style.top = `${scrollY + (below ? spot.bottom + 8 : spot.top - box.offsetHeight - 8)}px`;
}

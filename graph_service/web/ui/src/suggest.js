// Suggestions under a search field: a combobox with a list, as the ARIA Authoring Practices describe it.
const PAUSE = 120;
let made = 0;

/** @param {HTMLFormElement} form */
export function suggest(form) {
  const field = form.querySelector("input[type=search]");
  const list = document.createElement("div");
  list.className = "suggestions";
  list.id = `suggestions-${++made}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.querySelector("label")?.textContent ?? "");
  list.hidden = true;
  field.parentElement.append(list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", list.id);

  let chosen = -1;
  let timer = 0;
  let asked = "";

  const close = () => {
    list.hidden = true;
    chosen = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const choose = (index) => {
    const options = [...list.children];
    chosen = options.length ? (index + options.length) % options.length : -1;
    options.forEach((one, at) => one.setAttribute("aria-selected", String(at === chosen)));
    if (chosen >= 0) field.setAttribute("aria-activedescendant", options[chosen].id);
  };
  const show = (offers) => {
    list.replaceChildren(...offers.map((offer, at) => option(offer, `${list.id}-${at}`)));
    chosen = -1;
    field.removeAttribute("aria-activedescendant");
    list.hidden = offers.length === 0;
    field.setAttribute("aria-expanded", String(offers.length > 0));
  };
  const ask = async () => {
    const text = field.value.trim();
    asked = text;
    if (!text) return close();
    const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(text)}`);
    const offers = answer.ok ? await answer.json() : [];
    if (asked === text && document.activeElement === field) show(offers);
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen >= 0) location.assign(list.children[chosen].dataset.href);
    else return;
    event.preventDefault();
  });
  field.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.href);
    event.preventDefault();
  });
}

function option({ label, about, href }, id) {
  const one = document.createElement("div");
  one.setAttribute("role", "option");
  one.setAttribute("aria-selected", "false");
  one.id = id;
  one.dataset.href = href;
  const name = document.createElement("b");
  name.textContent = label;
  const words = document.createElement("span");
  words.textContent = about;
  words.dir = "auto";
  one.append(name, words);
  return one;
}

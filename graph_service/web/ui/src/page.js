// What scripts add to pages that work without them.
import { suggest } from "./suggest.js";
import { cards } from "./cards.js";
import { chain } from "./chain.js";
import { drop } from "./drop.js";

for (const form of document.querySelectorAll("form[data-suggest]")) suggest(form);
if (document.querySelector("[data-card]")) cards();
if (document.querySelector("#chain")) chain();
for (const form of document.querySelectorAll("form[data-drop]")) drop(form);

// On paper everything is open.
let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("details[data-wide-open]:not([open])")];
  for (const one of closed) one.open = true;
});
addEventListener("afterprint", () => {
  for (const one of closed) one.open = false;
});

// On a narrow screen the words come first: contents and citations wait to be opened.
if (matchMedia("(max-width: 63.99rem)").matches) {
  for (const one of document.querySelectorAll("details[data-wide-open]")) one.open = false;
}

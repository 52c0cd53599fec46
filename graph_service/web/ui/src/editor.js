// The SPARQL editor: Yasqe (the editor of YASGUI) with our prefixes and terms, answers as a table.
import Yasqe from "@zazuko/yasqe";
import { answer } from "./answer.js";

const form = document.querySelector("#editor");
const area = form.querySelector("textarea");
const words = JSON.parse(form.dataset.words);

async function start() {
  const known = await (await fetch(form.dataset.terms)).json();
  const place = document.createElement("div");
  place.dir = "ltr";
  area.before(place);
  area.hidden = true;

  const editor = new Yasqe(place, {
    value: area.value,
    autocompleters: [],
    resizeable: false,
    showQueryButton: false,
    createShareableLink: undefined,
    pluginButtons: () => undefined,
    persistenceId: null,
    collapsePrefixesOnLoad: false,
    extraKeys: {
      "Ctrl-Space": () => complete(editor, known),
      "Ctrl-Enter": () => run(),
      "Cmd-Enter": () => run(),
      "Ctrl-/": () => editor.commentLines(),
      Esc: () => form.querySelector("[data-run]").focus(),
    },
  });
  const input = editor.getInputField();
  input.setAttribute("aria-label", words.label);
  editor.getScrollerElement().tabIndex = 0;
  form.querySelector("label[for=query]").hidden = true;
  editor.on("change", () => (area.value = editor.getValue()));
  editor.on("inputRead", (_, change) => /^[\w:]$/.test(change.text[0]) && complete(editor, known, true));
  form.querySelector("[data-scripted]").hidden = false;

  const run = async () => {
    const place = document.querySelector("#answer");
    place.textContent = words.running;
    area.value = editor.getValue();
    place.replaceChildren(await answer(form.getAttribute("action"), area.value, form.dataset.base, words));
  };
  form.addEventListener("submit", (event) => {
    if (event.submitter?.hasAttribute("data-download")) return;
    event.preventDefault();
    run();
  });
  const share = form.querySelector("[data-share]");
  share.hidden = false;
  share.addEventListener("click", async () => {
    const address = `${location.origin}/editor?query=${encodeURIComponent(editor.getValue())}`;
    history.replaceState(null, "", address);
    await navigator.clipboard?.writeText(address).catch(() => undefined);
    share.textContent = words.share;
  });
  globalThis.unagEditor = editor;
  if (new URLSearchParams(location.search).has("run")) run();
}

// Completes the prefixed name under the cursor, and declares its prefix if the query has not yet.
function complete(editor, known, typing = false) {
  const cursor = editor.getCursor();
  const before = editor.getLine(cursor.line).slice(0, cursor.ch);
  const typed = /[A-Za-z][\w-]*:?[\w-]*$/.exec(before)?.[0] ?? "";
  if (typing && (typed.length < 3 || /[?$]$/.test(before.slice(0, before.length - typed.length)))) return;
  const low = typed.toLowerCase();
  const list = known.terms
    .filter(({ name, label }) => name.toLowerCase().includes(low) || label.toLowerCase().includes(low))
    .sort((a, b) => rank(a, low) - rank(b, low) || a.name.localeCompare(b.name))
    .slice(0, 40)
    .map(({ name, label, about }) => ({ text: name, displayText: label ? `${name} — ${label}` : name, about }));
  if (!list.length || (typing && list.some(({ text }) => text === typed))) return;
  editor.showHint({
    completeSingle: false,
    hint: () => ({ list, from: { line: cursor.line, ch: cursor.ch - typed.length }, to: cursor }),
    extraKeys: undefined,
  });
  const shown = editor.state.completionActive;
  if (shown) CodeMirrorOf(editor).on(shown.data ?? list, "pick", () => declare(editor, known));
  editor.off("endCompletion", editor.unagDeclare);
  editor.unagDeclare = () => declare(editor, known);
  editor.on("endCompletion", editor.unagDeclare);
}

const CodeMirrorOf = (editor) => editor.constructor.Pass ? editor.constructor : { on: () => undefined };
const rank = ({ name }, low) => (name.toLowerCase().startsWith(low) ? 0 : name.split(":")[1]?.toLowerCase().startsWith(low) ? 1 : 2);

function declare(editor, { prefixes }) {
  const text = editor.getValue().replace(/<[^>]*>|"[^"]*"/g, "");
  const declared = new Set([...editor.getValue().matchAll(/PREFIX\s+([\w-]*):/gi)].map(([, name]) => name));
  const used = new Set([...text.matchAll(/(?:^|[\s(|/^;.{])([A-Za-z][\w-]*):/gm)].map(([, name]) => name));
  const missing = [...used].filter((name) => prefixes[name] && !declared.has(name));
  if (missing.length) editor.replaceRange(missing.map((name) => `PREFIX ${name}: <${prefixes[name]}>\n`).join(""), { line: 0, ch: 0 });
}

start();

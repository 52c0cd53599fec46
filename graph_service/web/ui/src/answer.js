// Runs a query and shows its answer: rows as a table with links, yes or no, a graph as Turtle, an error where it is.
const MOST = 1000;

// Names of concepts and terms are shown without the beginning that all of them share.
const OURS = "https://w3id.org/unag/";

export async function answer(endpoint, query, base, words) {
  const started = performance.now();
  let reply;
  try {
    reply = await fetch(endpoint, {
      method: "POST",
      headers: {
        "Content-Type": "application/x-www-form-urlencoded",
        Accept: "application/sparql-results+json, text/turtle;q=0.9, application/problem+json;q=0.5",
      },
      body: new URLSearchParams({ query }),
    });
  } catch (error) {
    return failure(words, String(error.message ?? error));
  }
  const text = await reply.text();
  if (!reply.ok) return failure(words, explained(text));
  if (!/json/.test(reply.headers.get("content-type") ?? "")) return source(text);
  const result = JSON.parse(text);
  if ("boolean" in result) return paragraph(result.boolean ? words.true : words.false);
  const names = result.head.vars;
  const rows = result.results.bindings;
  const whole = document.createDocumentFragment();
  const ms = Math.round(performance.now() - started);
  whole.append(paragraph(words.rows.replace("{n}", rows.length).replace("{ms}", ms)));
  if (rows.length > MOST) whole.append(paragraph(words.more));
  whole.append(table(names, rows.slice(0, MOST), base, words));
  return whole;
}

function explained(text) {
  try {
    const { title, detail, line, column, do: advice } = JSON.parse(text);
    const place = line ? ` (${line}:${column ?? 1})` : "";
    return [detail ?? title, place, advice ? `\n${advice}` : ""].join("");
  } catch {
    return text.slice(0, 2000);
  }
}

function failure(words, text) {
  const box = paragraph(`${words.failed}: ${text}`);
  box.className = "error";
  box.setAttribute("role", "alert");
  return box;
}

function paragraph(text) {
  const one = document.createElement("p");
  one.textContent = text;
  return one;
}

function source(text) {
  const box = document.createElement("pre");
  box.tabIndex = 0;
  const code = document.createElement("code");
  code.textContent = text.slice(0, 200000);
  box.append(code);
  return box;
}

function table(names, rows, base, words) {
  const scroll = document.createElement("div");
  scroll.className = "scroll";
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", words.label);
  const whole = document.createElement("table");
  const head = whole.createTHead().insertRow();
  for (const name of names) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = name;
    head.append(cell);
  }
  const body = whole.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const name of names) fill(line.insertCell(), row[name], base);
  }
  scroll.append(whole);
  return scroll;
}

function fill(cell, term, base) {
  if (!term) return;
  if (term.type !== "uri") {
    cell.textContent = term.value;
    if (term["xml:lang"]) cell.lang = term["xml:lang"];
    cell.dir = "auto";
    return;
  }
  const link = document.createElement("a");
  const locator = term.value.startsWith(base) ? term.value.slice(base.length) : "";
  link.href = locator ? `/id/${locator}` : term.value;
  link.textContent = locator || (term.value.startsWith(OURS) ? term.value.slice(OURS.length) : term.value);
  cell.append(link);
}

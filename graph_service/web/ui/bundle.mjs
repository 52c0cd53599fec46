// Bundles and names every asset by its content, packs it, and writes manifest.json: source name to built name.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const out = new URL("dist/", import.meta.url);
const source = (name) => new URL(`src/${name}`, import.meta.url).pathname;
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const built = await build({
  entryPoints: ["page.js", "editor.js", "page.css", "editor.css"].map(source),
  outdir: out.pathname,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome123", "firefox120", "safari17.5"],
  define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
  loader: { ".svg": "dataurl", ".woff2": "dataurl" },
  legalComments: "none",
  write: false,
});

const manifest = {};
const put = (name, content) => {
  const [, stem, suffix] = /^(.*)\.(\w+)$/.exec(name);
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  manifest[name] = `${stem}-${hash}.${suffix}`;
  writeFileSync(new URL(manifest[name], out), content);
  writeFileSync(new URL(`${manifest[name]}.gz`, out), gzipSync(content, { level: 9 }));
};
for (const file of built.outputFiles) put(file.path.split("/").pop(), Buffer.from(file.contents));
put("mark.svg", readFileSync(source("mark.svg")));
writeFileSync(new URL("manifest.json", out), JSON.stringify(manifest, null, 1));
for (const [name, file] of Object.entries(manifest)) {
  console.log(name, file, readFileSync(new URL(`${file}.gz`, out)).length, "bytes packed");
}

// Asks a service everything that Comunica can ask it; prints one JSON object. Arguments: package folder, address, page.
const { createRequire } = require("module");
const [folder, service, page] = process.argv.slice(2);
const { QueryEngine } = createRequire(folder + "/package.json")("@comunica/query-sparql");

async function main() {
  const engine = new QueryEngine();
  const endpoint = { sources: [{ type: "sparql", value: service }] };
  const rows = async (query, context) =>
    (await (await engine.queryBindings(query, context)).toArray()).map((row) =>
      Object.fromEntries([...row].map(([key, value]) => [key.value, value.value])));
  const found = {
    select: await rows("SELECT ?s { ?s ?p '7' }", endpoint),
    count: await rows("SELECT (COUNT(*) AS ?n) { ?s <http://e/p> ?o }", endpoint),
    ask: await engine.queryBoolean("ASK { ?s ?p '7' }", endpoint),
    none: await engine.queryBoolean("ASK { ?s ?p 'none of these' }", endpoint),
    construct: (await (await engine.queryQuads("CONSTRUCT WHERE { ?s ?p '7' }", endpoint)).toArray())
      .map((quad) => [quad.subject.value, quad.predicate.value, quad.object.value]),
    discovered: await rows("SELECT ?s { ?s ?p '7' }", { sources: [service] }),
    page: await rows("SELECT ?t { ?s <http://purl.org/dc/terms/title> ?t }", { sources: [page] }),
  };
  console.log(JSON.stringify(found));
}
main().catch((error) => { console.error(error); process.exit(1); });

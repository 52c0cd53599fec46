"""The dataset described for catalogues: VoID (https://www.w3.org/TR/void/) and DCAT 3."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from graph_service.graph.formats import FORMATS, GRAPH
from graph_service.web.description import A, name
from graph_service.web.namespaces import PREFIXES

XSD = PREFIXES["xsd"]
TITLE = "The UN Accountability Graph"
ABOUT = (
    "Which paragraph of a United Nations document cites, endorses or asks for which paragraph of which other, "
    "with the words that say so."
)
VOCABULARIES = ("unag", "cito", "eli", "doco", "c4o", "biro", "prov", "oa", "org", "skos")
Statement = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]
IANA = "https://www.iana.org/assignments/media-types/"
JELLY = ox.NamedNode("https://w3id.org/jelly")
EXAMPLES = ("A/RES/66/257", "A/RES/66/257~I.op12")


def dataset(base: str, release: str, counts: Mapping[str, int], published: str) -> list[ox.Triple]:
    """VoID: access, dump, counts, vocabularies, examples."""
    node = ox.NamedNode(f"{base}.well-known/void#dataset")
    triples: list[Statement] = [
        (node, A, name("void:Dataset")),
        *_about(node, release, published),
        (node, name("void:sparqlEndpoint"), ox.NamedNode(f"{base}sparql")),
        (node, name("void:dataDump"), ox.NamedNode(f"{base}dumps/{release}.nq.gz")),
        (node, name("void:dataDump"), ox.NamedNode(f"{base}dumps/{release}.jelly.gz")),
        (node, name("void:uriSpace"), ox.Literal(f"{base}id/")),
        (node, name("foaf:homepage"), ox.NamedNode(base)),
    ]
    triples += [(node, name(key), ox.Literal(count)) for key, count in counts.items()]
    triples += [(node, name("void:vocabulary"), ox.NamedNode(PREFIXES[one])) for one in VOCABULARIES]
    triples += [(node, name("void:exampleResource"), ox.NamedNode(f"{base}id/{one}")) for one in EXAMPLES]
    features = [form.iri for form in FORMATS if GRAPH in form.kinds]
    triples += [(node, name("void:feature"), ox.NamedNode(one)) for one in features]
    return [ox.Triple(*one) for one in triples]


def catalog(base: str, release: str, counts: Mapping[str, int], published: str) -> list[ox.Triple]:
    """DCAT: the catalogue, the dataset in it, its dump and its services."""
    whole, node = ox.NamedNode(f"{base}catalog"), ox.NamedNode(f"{base}catalog#dataset")
    service = ox.NamedNode(f"{base}catalog#sparql")
    triples: list[Statement] = [
        (whole, A, name("dcat:Catalog")),
        (whole, name("dcterms:title"), ox.Literal(TITLE, language="en")),
        (whole, name("dcat:dataset"), node),
        (whole, name("dcat:service"), service),
        (node, A, name("dcat:Dataset")),
        *_about(node, release, published),
        (node, name("dcat:version"), ox.Literal(release)),
        (node, name("dcat:landingPage"), ox.NamedNode(base)),
        (node, name("void:triples"), ox.Literal(counts["void:triples"])),
        *distributions(base, release, node),
        (service, A, name("dcat:DataService")),
        (service, name("dcat:endpointURL"), ox.NamedNode(f"{base}sparql")),
        (service, name("dcat:servesDataset"), node),
        (service, name("dcterms:conformsTo"), ox.NamedNode("https://www.w3.org/TR/sparql11-protocol/")),
    ]
    return [ox.Triple(*one) for one in triples]


def distributions(base: str, release: str, node: ox.NamedNode) -> list[Statement]:
    """The dumps. Jelly's media type is not registered, so dcterms:format names it (DCAT 3, 6.8.16)."""
    quads, binary = ox.NamedNode(f"{base}catalog#dump"), ox.NamedNode(f"{base}catalog#jelly")
    return [
        (node, name("dcat:distribution"), quads),
        (quads, A, name("dcat:Distribution")),
        (quads, name("dcat:downloadURL"), ox.NamedNode(f"{base}dumps/{release}.nq.gz")),
        (quads, name("dcat:mediaType"), ox.NamedNode(f"{IANA}application/n-quads")),
        (quads, name("dcat:compressFormat"), ox.NamedNode(f"{IANA}application/gzip")),
        (node, name("dcat:distribution"), binary),
        (binary, A, name("dcat:Distribution")),
        (binary, name("dcat:downloadURL"), ox.NamedNode(f"{base}dumps/{release}.jelly.gz")),
        (binary, name("dcterms:format"), JELLY),
        (binary, name("dcat:compressFormat"), ox.NamedNode(f"{IANA}application/gzip")),
        (JELLY, A, name("dcterms:MediaTypeOrExtent")),
        (JELLY, name("rdfs:label"), ox.Literal("application/x-jelly-rdf")),
    ]


def _about(node: ox.NamedNode, release: str, published: str) -> list[Statement]:
    moment = ox.Literal(published, datatype=ox.NamedNode(XSD + "dateTime"))
    return [
        (node, name("dcterms:title"), ox.Literal(TITLE, language="en")),
        (node, name("dcterms:description"), ox.Literal(ABOUT, language="en")),
        (node, name("dcterms:identifier"), ox.Literal(f"release-{release}")),
        (node, name("dcterms:modified"), moment),
        (node, name("dcterms:license"), ox.NamedNode("https://creativecommons.org/publicdomain/zero/1.0/")),
    ]

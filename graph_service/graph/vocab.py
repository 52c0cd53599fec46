"""Names: the namespaces that are used, and how IRIs are made from locators.

The identifier that people type is the identifier in the graph: ``A/RES/66/257~I.op12`` is
``{base}id/A/RES/66/257~I.op12``. All functions give tokens of N-Quads (``<…>``, ``"…"@zh``), ready to be
written; nothing here knows a language or reads a document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import Final

DEFAULT_BASE: Final = "https://w3id.org/unag/"
UNAG: Final = "https://w3id.org/unag/ontology#"

PREFIXES: Final = {
    "unag": UNAG,
    "function": "https://w3id.org/unag/function/",
    "force": "https://w3id.org/unag/force/",
    "unit": "https://w3id.org/unag/unit/",
    "status": "https://w3id.org/unag/status/",
    "lifecycle": "https://w3id.org/unag/lifecycle/",
    "standing": "https://w3id.org/unag/standing/",
    "metric": "https://w3id.org/unag/metric/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "frbr": "http://purl.org/vocab/frbr/core#",
    "cito": "http://purl.org/spar/cito/",
    "c4o": "http://purl.org/spar/c4o/",
    "biro": "http://purl.org/spar/biro/",
    "doco": "http://purl.org/spar/doco/",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "dqv": "http://www.w3.org/ns/dqv#",
    "void": "http://rdfs.org/ns/void#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "sh": "http://www.w3.org/ns/shacl#",
    "lrmlmm": "http://docs.oasis-open.org/legalruleml/ns/v1.0/metamodel#",
    "undo": "https://w3id.org/un/ontology/undo/",
    "language": "http://publications.europa.eu/resource/authority/language/",
}

# ISO 639-1 codes of the six official languages and their ISO 639-3 names in the EU's authority table.
AUTHORITY_LANGUAGES: Final = {"ar": "ARA", "en": "ENG", "es": "SPA", "fr": "FRA", "ru": "RUS", "zh": "ZHO"}

# The last part of a subdivision that has a unit decides: ``op9.b`` is a paragraph, ``secII.B`` a section.
PINPOINT_UNITS: Final = (
    ("paragraph", re.compile(r"(?:op|pp|para|p)\d+[a-z]*$")),
    ("section", re.compile(r"(?:sec|part|chap)\w+$")),
    ("article", re.compile(r"art\w+$")),
    ("rule", re.compile(r"(?:rule|reg)\w+$")),
    ("recommendation", re.compile(r"rec\w+$")),
    ("footnote", re.compile(r"fn\w+$")),
    ("annex", re.compile(r"(?:annex|app|encl)\w*$")),
)

LONGEST_SLUG: Final = 80

# What the path of an IRI may not contain (RFC 3987, section 2.2: iunreserved, sub-delims, ":", "@", "/");
# characters beyond the first plane are encoded too. A percent sign stays where it already encodes something.
UNSAFE: Final = re.compile(
    r"%(?![0-9A-Fa-f]{2})|[^%A-Za-z0-9\-._~!$&'()*+,;=:@/\u00A0-\uD7FF\uF900-\uFDCF\uFDF0-\uFFEF]"
)
ESCAPES: Final = {
    **{code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)},
    ord("\t"): "\\t", ord("\b"): "\\b", ord("\n"): "\\n", ord("\r"): "\\r", ord("\f"): "\\f",
    ord('"'): '\\"', ord("\\"): "\\\\",
}  # fmt: skip


@cache
def term(curie: str) -> str:
    """The token of a prefixed name: ``unag:text`` → ``<https://w3id.org/unag/ontology#text>``.

    >>> term("status:explicit")
    '<https://w3id.org/unag/status/explicit>'
    """
    prefix, _, local = curie.partition(":")
    return f"<{PREFIXES[prefix]}{safe(local)}>"


def safe(text: str) -> str:
    """Percent-encode what an IRI may not contain (RFC 3987 section 2.2); the rest stays readable."""
    return UNSAFE.sub(lambda found: "".join(f"%{one:02X}" for one in found.group().encode()), text)


def literal(text: str, language: str = "") -> str:
    r"""A string as canonical N-Quads writes it, with a language tag if there is one.

    >>> literal('one "two"\n', "en")
    '"one \\"two\\"\\n"@en'
    """
    quoted = f'"{text.translate(ESCAPES)}"'
    return f"{quoted}@{language}" if language else quoted


def typed(value: bool | int | float | date) -> str:
    """A number, truth value or day with its XML Schema datatype, in canonical form; fractions are decimals.

    >>> typed(1.0), typed(0.25)
    ('"1"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"0.25"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    """
    if isinstance(value, bool):
        return f'"{str(value).lower()}"^^{term("xsd:boolean")}'
    if isinstance(value, int):
        return f'"{value}"^^{term("xsd:integer")}'
    if isinstance(value, float):
        return f'"{Decimal(str(round(value, 6))).normalize():f}"^^{term("xsd:decimal")}'
    return f'"{value.isoformat()}"^^{term("xsd:date")}'


@cache
def pinpoint_unit(subdivision: str) -> str:
    """What a pinpoint counts: paragraph, section, article, rule, recommendation, footnote, annex, document.

    >>> [pinpoint_unit(one) for one in ("I.op12", "op9.b", "secII.B", "art2.para1", "annexII", "")]
    ['paragraph', 'paragraph', 'section', 'paragraph', 'annex', 'document']
    """
    for part in reversed(subdivision.split(".")):
        for unit, pattern in PINPOINT_UNITS:
            if pattern.match(part):
                return unit
    return "document"


def slug(name: str) -> str:
    """A name as the last step of an IRI: letters and digits of any script, joined by hyphens.

    A phrase longer than a name is cut and told apart by a digest.

    >>> slug("Secretary-General of the United Nations")
    'secretary-general-of-the-united-nations'
    """
    whole = "-".join(re.findall(r"\w+", name.casefold())) or "unnamed"
    return (
        whole if len(whole) <= LONGEST_SLUG else f"{whole[:LONGEST_SLUG]}-{sha256(whole.encode()).hexdigest()[:8]}"
    )


def split_locator(locator: str) -> tuple[str, str]:
    """The work's symbol and the subdivision ('' if none) of a locator in normal form, language dropped."""
    work, _, subdivision = locator.partition("~")
    return work.partition("@")[0], subdivision


@dataclass(frozen=True, slots=True)
class Names:
    """Mints the tokens of resources under one base IRI."""

    base: str = DEFAULT_BASE

    def locator(self, locator: str) -> str:
        """The resource that a locator names: a work, an expression, a paragraph, a note."""
        return f"<{self.base}id/{safe(locator)}>"

    def graph(self, name: str) -> str:
        """A named graph: ``A/RES/66/257@zh``, ``curated/bodies``, ``derived/parity``."""
        return f"<{self.base}graph/{safe(name)}>"

    def body(self, name: str) -> str:
        """A body by its slug."""
        return f"<{self.base}id/body/{safe(name)}>"

    def source(self, sha256: str) -> str:
        """The file that was read, by the SHA-256 of its bytes."""
        return f"<{self.base}source/{safe(sha256)}>"


def under(parent: str, *steps: str) -> str:
    """A resource that belongs to another one: its token with further path steps."""
    return f"{parent[:-1]}/{safe('/'.join(steps))}>"


def bare(token: str) -> str:
    """The IRI of a token, without its brackets."""
    return token[1:-1]

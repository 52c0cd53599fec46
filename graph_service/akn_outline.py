"""Where the parts of a document lie in one another, for formats that nest them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph_service.model import Document, Heading, Paragraph


def begins(line: str, title: str) -> int | None:
    """Where in a printed line a title begins that may go on in the next ones; None if it does not."""
    for at in range(len(line)):
        rest = line[at:].split()
        if (
            rest
            and not line[at].isspace()
            and title.split()[: len(rest)] == rest
            and (at == 0 or not line[at - 1].isalnum())
        ):
            return at
    return None


def parts(document: Document) -> list[Heading | Paragraph]:
    """Headings and paragraphs in reading order, a paragraph before those inside it."""
    found: list[Heading | Paragraph] = [*document.headings, *document.paragraphs]
    return sorted(found, key=lambda one: (one.span.start, -one.span.end, isinstance(one, Paragraph)))


def annex_of(part: Heading | Paragraph, document: Document) -> str | None:
    """The id of the annex that a part is in (``annexII``), or None.

    A sub-heading is where the text before it is.
    """
    if isinstance(part, Heading) and part.id.startswith("h"):
        before = [
            one for one in document.paragraphs + document.headings if one.span < part.span and one is not part
        ]
        named = [one for one in before if isinstance(one, Paragraph) or not one.id.startswith("h")]
        return annex_of(max(named, key=lambda one: one.span), document) if named else None
    elements = part.id.split(".")
    at = next((at for at, one in enumerate(elements) if one.startswith("annex")), None)
    return None if at is None else ".".join(elements[: at + 1])


def section_id(section: str | None) -> str | None:
    """The id of a section's heading."""
    return section if section is None or section.startswith(("sec", "annex")) else f"sec{section}"


def around(identifier: str) -> Iterator[str]:
    """The ids of all that may contain a part, the innermost first (``annex.art4.para1``
    → ``annex.art4``, ``annex``)."""
    while "." in identifier:
        identifier = identifier.rpartition(".")[0]
        yield identifier


def tail_at(paragraph: Paragraph, children: Sequence[Paragraph]) -> int:
    """Where, in a paragraph's own text, the tail begins that is printed after its sub-paragraphs."""
    first = min(one.span.start for one in children)
    after = (at for at, offset in enumerate(paragraph.view.offsets) if offset >= first)
    return next(after, len(paragraph.view.text))

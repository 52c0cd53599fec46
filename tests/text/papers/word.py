"""Word documents (ISO/IEC 29500) and HTML pages of a sheet: real footnotes, types, links."""

from __future__ import annotations

import html as escaping
import io
import zipfile
from collections.abc import Mapping

from tests.text.papers.sheet import Block, Run, Sheet

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006/relationships"


def packed(parts: Mapping[str, str]) -> bytes:
    """A ZIP archive of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(sheet: Sheet, links: Mapping[str, str] | None = None) -> bytes:
    """A Word file; ``links`` puts an address on the first occurrence of words."""
    links = links or {}
    body = "".join(_paragraph(block, links) for block in sheet.blocks if block.kind != "rule")
    notes = "".join(
        f"<w:footnote w:id='{number}'><w:p>{_runs([Run(words, 'plain')], links)}</w:p></w:footnote>"
        for number, words in sheet.notes.items()
    )
    targets = "".join(
        f"<Relationship Id='L{at}' Type='{_R}/hyperlink' Target='{escaping.escape(address)}'/>"
        for at, address in enumerate(links.values())
    )
    return packed(
        {
            "word/document.xml": f"<w:document xmlns:w='{_W}' xmlns:r='{_R}'><w:body>{body}</w:body></w:document>",
            "word/footnotes.xml": f"<w:footnotes xmlns:w='{_W}' xmlns:r='{_R}'>{notes}</w:footnotes>",
            "word/_rels/document.xml.rels": f"<Relationships xmlns='{_P}'>{targets}</Relationships>",
            "word/_rels/footnotes.xml.rels": f"<Relationships xmlns='{_P}'>{targets}</Relationships>",
        }
    )


def _paragraph(block: Block, links: Mapping[str, str]) -> str:
    runs = list(block.runs())
    if block.kind in ("title", "head", "section"):
        runs = [Run(run.text, "bold" if run.kind == "plain" else run.kind) for run in runs]
    if block.kind == "row":
        runs = [Run(block.text.replace("|", "\t"), "plain")]
    if block.number:
        runs.insert(0, Run(f"{block.number}\t", "plain"))
    return f"<w:p>{_runs(runs, links)}</w:p>"


def _runs(runs: list[Run], links: Mapping[str, str]) -> str:
    parts = []
    for run in runs:
        rest = run.text
        for at, words in enumerate(links):
            if words in rest:
                before, _, rest = rest.partition(words)
                parts += [
                    _run(before, run.kind),
                    f"<w:hyperlink r:id='L{at}'>{_run(words, run.kind)}</w:hyperlink>",
                ]
        parts.append(_run(rest, run.kind))
    return "".join(parts)


def _run(words: str, kind: str) -> str:
    if not words:
        return ""
    if kind == "mark":
        return f"<w:r><w:footnoteReference w:id='{words}'/></w:r>"
    styled = {"italic": "<w:rPr><w:i/></w:rPr>", "bold": "<w:rPr><w:b/></w:rPr>"}.get(kind, "")
    pieces = "<w:tab/>".join(
        f"<w:t xml:space='preserve'>{escaping.escape(piece)}</w:t>" for piece in words.split("\t")
    )
    return f"<w:r>{styled}{pieces}</w:r>"


def html(sheet: Sheet) -> str:
    """A web page with its notes under a rule."""
    tags = {"italic": "i", "bold": "b", "mark": "sup"}
    lines = []
    for block in sheet.blocks:
        runs = [Run(f"{block.number} ", "plain")] if block.number else []
        if block.kind in ("title", "head", "section"):
            runs += [Run(run.text, "bold" if run.kind == "plain" else run.kind) for run in block.runs()]
        else:
            runs += block.runs()
        body = "".join(
            f"<{tags[run.kind]}>{escaping.escape(run.text)}</{tags[run.kind]}>"
            if run.kind in tags
            else escaping.escape(run.text)
            for run in runs
        )
        cells = f"<tr><td>{body.replace('|', '</td><td>')}</td></tr>"
        lines.append(f"<table>{cells}</table>" if block.kind == "row" else f"<p>{body}</p>")
    notes = "".join(
        f"<p><sup>{number}</sup> {escaping.escape(words)}</p>" for number, words in sheet.notes.items()
    )
    return f"<!DOCTYPE html><html lang='en'><body>{''.join(lines)}<hr>{notes}</body></html>"

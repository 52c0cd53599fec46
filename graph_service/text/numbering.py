"""Identifiers of sections and paragraphs, from printed numbers only.

A paragraph carries its section in its identifier (``I.op12``) where numbering begins anew in sections, and
does not where it runs through (``op12``); a part (A, B of an omnibus resolution) is always carried.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from graph_service.model import Caution, Span
from graph_service.text.markers import roman
from graph_service.text.node import Node, Section

_BODY = ("op", "numbered", "annex")
_PREFIX = {
    "rec": "rec",
    "op": "op",
    "pp": "pp",
    "numbered": "para",
    "annex": "para",
    "text": "text",
    "annex-text": "text",
}


@dataclass(slots=True)
class Numbering:
    """Identifiers by node, and what is wrong with the printed numbers."""

    headings: dict[int, str] = field(default_factory=dict)
    cautions: list[Caution] = field(default_factory=list)


def number(nodes: Sequence[Node]) -> Numbering:
    """Names every node that is a paragraph, sub-paragraph or section (``node.identifier``)."""
    result = Numbering()
    carried = _carried(nodes)
    numbered = {_scope(node, carried) for node in nodes if node.role == "op" and node.block.number is not None}
    taken: set[str] = set()
    counts: Counter[str] = Counter()
    last: dict[str, int] = {}
    result.cautions += _missing_parts(nodes)
    for node in nodes:
        if node.role in _PREFIX:
            beside = node.role == "op" and _scope(node, carried) in numbered
            name = _name(node, carried, counts, last, result, beside)
            node.identifier = _unique(name, taken, node, result)
        elif node.role == "sub" and node.parent is not None:
            owner = _root(node)
            node.identifier = _unique(f"{owner.identifier}.{'.'.join(node.labels)}", taken, node, result)
        elif node.role == "section" and node.section is not None:
            node.identifier = _section_id(node, carried, taken)
    return result


def _missing_parts(nodes: Sequence[Node]) -> list[Caution]:
    """A caution for each lettered part before which others are missing, or whose own letter is."""
    found: list[Caution] = []
    last = 0
    for node in nodes:
        section = node.section
        part = node.path[0] if node.role == "enacting" and node.path and node.path[0].kind == "part" else None
        if part is not None and len(part.label) == 1 and ord(part.label) - ord("A") == last:
            message = f"the letter of part {part.label} is not printed; it was counted on from the part before"
            found.append(Caution("part-missing", message, _place(node)))
            last += 1
        if section is None or section.kind != "part" or len(section.label) != 1:
            continue
        value = ord(section.label) - ord("A") + 1
        missing = [chr(ord("A") + at) for at in range(last, value - 1)]
        if missing:
            message = f"part {' and '.join(missing)} was not found before part {section.label}"
            found.append(Caution("part-missing", message, _place(node)))
        last = max(last, value)
    return found


def _root(node: Node) -> Node:
    while node.role == "sub" and node.parent is not None:
        node = node.parent
    return node


def _frame(node: Node) -> tuple[Section, ...]:
    return tuple(one for one in node.path if one.kind != "section")


def _sections(node: Node) -> tuple[Section, ...]:
    return tuple(one for one in node.path if one.kind == "section")


def _carried(nodes: Sequence[Node]) -> dict[tuple[int, ...], int]:
    """For each frame (part, annex), how many section levels its identifiers carry: those in which numbering begins
    anew. Where an annex has numbered units (articles), their numbers are what counts."""
    depth: dict[tuple[int, ...], int] = {}
    anew: Counter[tuple[int, ...]] = Counter()
    seen: dict[tuple[tuple[int, ...], str], tuple[int, tuple[Section, ...]]] = {}
    for node in nodes:
        if node.role not in ("op", "annex", "numbered") or (node.block.number and node.block.number.chapter):
            continue
        frame = tuple(id(one) for one in _frame(node) if one.kind != "unit")
        key = (frame, "op")
        value = _counted(node)
        sections = _sections(node)
        before = seen.get(key)
        if before is not None and sections and sections != before[1]:
            anew[frame] += 1 if value == 1 else -1 if value > before[0] else 0
            if value == 1:
                common = sum(a is b for a, b in zip(sections, before[1], strict=False))
                depth[frame] = max(depth.get(frame, 0), min(common + 1, len(sections)))
        seen[key] = (value or (before[0] if before else 0), sections)
    for frame in _prefaced(nodes):
        if frame not in anew:
            depth[frame], anew[frame] = 1, 1
    carried = {frame: levels for frame, levels in depth.items() if anew[frame] > 0}
    return {**dict.fromkeys(_led(nodes), 1), **carried}


def _counted(node: Node) -> int:
    """The number that tells whether the count went on or began anew: the unit's if it stands in one."""
    unit = node.path[-1] if node.path and node.path[-1].kind == "unit" else None
    if unit is not None and node.role == "annex":
        return int(unit.label) if unit.label.isdecimal() else roman(unit.label) or 0
    return node.block.number.value if node.block.number else 1 if node.role == "op" else 0


def _led(nodes: Sequence[Node]) -> list[tuple[int, ...]]:
    """Frames whose only section stands right after the enacting formula: a text cut short before the second."""
    led = {id(b.section) for a, b in pairwise(nodes) if a.role == "enacting" and b.role == "section"}
    found: dict[tuple[int, ...], set[int]] = {}
    for node in nodes:
        if node.role in ("op", "annex", "numbered"):
            frame = tuple(id(one) for one in _frame(node) if one.kind != "unit")
            found.setdefault(frame, set()).add(next((id(one) for one in _sections(node)), 0))
    return [frame for frame, sections in found.items() if len(sections) == 1 and sections <= led]


def _prefaced(nodes: Sequence[Node]) -> set[tuple[int, ...]]:
    """Frames of which a section has a preamble of its own: such a section is numbered from 1 even if it is the
    only one that is there (a text that breaks off)."""
    found: set[tuple[int, ...]] = set()
    for node in nodes:
        sections = _sections(node)
        if node.role == "pp" and sections and sections[0].kind == "section" and sections[0].name == "roman":
            found.add(tuple(id(one) for one in _frame(node) if one.kind != "unit"))
    return found


def _prefix(node: Node, carried: dict[tuple[int, ...], int]) -> list[str]:
    names = []
    for one in node.path:
        if one.kind == "part":
            names.append(one.label)
        elif one.kind == "annex":
            names.append(f"annex{one.label}")
    frame = tuple(id(one) for one in _frame(node) if one.kind != "unit")
    levels = (
        0 if node.role == "rec" or (node.block.number and node.block.number.chapter) else carried.get(frame, 0)
    )
    names += [one.label for one in _sections(node)[:levels]]
    names += [f"{one.name}{one.label}" for one in node.path if one.kind == "unit"]
    return names


def _scope(node: Node, carried: dict[tuple[int, ...], int]) -> str:
    return ".".join(_prefix(node, carried))


def _name(
    node: Node,
    carried: dict[tuple[int, ...], int],
    counts: Counter[str],
    last: dict[str, int],
    result: Numbering,
    beside: bool,
) -> str:
    """``beside``: an unnumbered operative paragraph beside numbered ones takes none of their numbers."""
    names = _prefix(node, carried)
    scope = ".".join(names)
    kind = _PREFIX[node.role]
    if node.role == "rec" and node.labels:
        return ".".join([*names, f"{kind}{node.labels[-1]}"])
    if node.block.number is not None and not node.block.item:
        value = node.block.number.value
        _check(node, f"{scope}:{kind}:{node.block.number.chapter}", value, last, result)
        return ".".join([*names, f"{kind}{node.block.number.label}"])
    unit = bool(node.path) and node.path[-1].kind == "unit"
    if node.role == "annex" and unit and not counts[f"{scope}:unit"]:
        counts[f"{scope}:unit"] += 1
        return scope
    kind = "text" if beside else kind
    counts[f"{scope}:{kind}"] += 1
    return ".".join([*names, f"{kind}{counts[f'{scope}:{kind}']}"])


def _check(node: Node, key: str, value: int, last: dict[str, int], result: Numbering) -> None:
    before = last.get(key, 0)
    if value > before + 1:
        missing = f"{before + 1}" if value == before + 2 else f"{before + 1} to {value - 1}"
        message = f"paragraph {missing} was not found before paragraph {value}"
        result.cautions.append(Caution("numbering-gap", message, _place(node)))
    last[key] = max(value, before)


def _place(node: Node) -> Span:
    return node.block.number_span or (node.block.pieces[0] if node.block.pieces else Span(0, 0))


def _unique(name: str, taken: set[str], node: Node, result: Numbering) -> str:
    if name in taken:
        copy = 2
        while f"{name}-{copy}" in taken:
            copy += 1
        message = f"{name} is printed more than once; this one is called {name}-{copy}"
        result.cautions.append(Caution("duplicate-number", message, _place(node)))
        name = f"{name}-{copy}"
    taken.add(name)
    return name


def _section_id(node: Node, carried: dict[tuple[int, ...], int], taken: set[str]) -> str:
    """The name of a head: what stands around it as its paragraphs carry it, then its own label."""
    annexed = next((at for at, one in enumerate(node.path) if one.kind == "annex"), None)
    if node.section is not None and node.section.kind in ("unit", "annex"):
        names = _prefix(node, carried)
    elif annexed is None:
        names = ["sec" + ".".join(one.label for one in node.path)]
    else:
        names = [*(one.label for one in node.path[:annexed]), f"annex{node.path[annexed].label}"]
        names.append("sec" + ".".join(one.label for one in node.path[annexed + 1 :]))
    name = ".".join(names)
    copy = 1
    while name in taken:
        copy += 1
        name = f"{'.'.join(names)}-{copy}"
    return name

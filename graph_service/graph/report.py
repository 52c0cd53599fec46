"""What a validation found: frozen results, printed as JSON, Turtle or a table."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from graph_service.graph.vocab import PREFIXES, literal, term

SEVERITIES = ("Violation", "Warning", "Info")


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """One result of SHACL (section 3.6.2): all names are IRIs, '' where there is none."""

    severity: str
    shape: str
    focus: str
    path: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """All results, violations first; it conforms if none of them is a violation."""

    results: tuple[Result, ...] = ()

    @property
    def conforms(self) -> bool:
        """Whether the graph may be published: warnings do not keep it out."""
        return not self.of("Violation")

    def of(self, severity: str) -> tuple[Result, ...]:
        """The results of one severity."""
        return tuple(one for one in self.results if one.severity == severity)

    def joined(self, other: Report) -> Report:
        """Both reports as one, in order, nothing twice."""
        return report_of({*self.results, *other.results})

    def to_json(self) -> str:
        """``{"conforms": …, "results": […]}``."""
        rows = [asdict(one) for one in self.results]
        return json.dumps({"conforms": self.conforms, "results": rows}, ensure_ascii=False, indent=2)

    def to_turtle(self) -> str:
        """A SHACL validation report (section 3.6.1) whose nodes are fragments of the document itself."""
        names = [f"<#result-{number}>" for number in range(1, len(self.results) + 1)]
        found = f" ;\n    sh:result {', '.join(names)}" if names else ""
        head = f"@prefix sh: <{PREFIXES['sh']}> .\n\n"
        head += f"<#report> a sh:ValidationReport ;\n    sh:conforms {str(self.conforms).lower()}{found} .\n"
        return head + "".join(
            f"\n{name} a sh:ValidationResult ;\n    {_statements(result)} .\n"
            for name, result in zip(names, self.results, strict=True)
        )

    def to_table(self) -> str:
        """One line for each result: severity, shape, place, message."""
        if not self.results:
            return "conforms: nothing found\n"
        rows = [
            (one.severity, _local(one.shape), _local(one.value or one.focus), one.message) for one in self.results
        ]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        return "".join(
            "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]]) + "\n"
            for row in rows
        )


def report_of(results: set[Result]) -> Report:
    """A report with its results in order: by severity, shape, focus, path, value."""
    return Report(tuple(sorted(results, key=lambda one: (SEVERITIES.index(one.severity), one))))


def _local(iri: str) -> str:
    """The end of an IRI that tells a reader which one it is."""
    for mark in ("/shape/", "/id/", "/graph/", "#"):
        if mark in iri:
            return iri.partition(mark)[2]
    return iri


def _statements(result: Result) -> str:
    """The properties of one result."""
    pairs = [
        ("sh:resultSeverity", term(f"sh:{result.severity}")),
        ("sh:sourceShape", f"<{result.shape}>"),
        ("sh:focusNode", f"<{result.focus}>"),
        ("sh:resultMessage", literal(result.message, "en")),
    ]
    if result.path:
        pairs.append(("sh:resultPath", f"<{result.path}>"))
    if result.value:
        pairs.append(("sh:value", f"<{result.value}>" if "://" in result.value else literal(result.value)))
    return " ;\n    ".join(f"{name} {value}" for name, value in pairs)

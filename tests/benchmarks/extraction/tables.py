"""The measurement as Markdown, ready for the README: totals, languages, cases, the corpus, what is wrong first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from tests.benchmarks.extraction.compare import ASPECTS, Comparison, summed
from tests.benchmarks.extraction.corpus import Corpus
from tests.benchmarks.extraction.run import Scores
from tests.benchmarks.extraction.tally import Tally

WORST = 25


def markdown(scores: Scores) -> str:
    """All tables, one after the other."""
    blocks = [totals(scores), languages(scores), cases(scores.comparisons)]
    if scores.corpus is not None:
        blocks.append(corpus_table(scores.corpus))
    blocks.append(worst(scores))
    return "\n\n".join(blocks) + "\n"


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(head) + " |"]
    lines.append("|" + "---|" * (lines[0].count("|") - 1))
    lines += ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def totals(scores: Scores) -> str:
    """Precision, recall and F1 of each aspect over all annotated texts."""
    sums = summed(scores.comparisons)
    rows = ((name, *counts(sums[name]), *measures(sums[name])) for name in ASPECTS)
    title = f"**All {len(scores.comparisons)} annotated texts**"
    return f"{title}\n\n" + table(("", "right", "wrong", "missed", "precision", "recall", "F1"), rows)


def counts(tally: Tally) -> tuple[int, int, int]:
    """The three counts."""
    return tally.right, tally.wrong, tally.missed


def measures(tally: Tally) -> tuple[str, str, str]:
    """The three measures with three decimals."""
    return f"{tally.precision:.3f}", f"{tally.recall:.3f}", f"{tally.f1:.3f}"


def languages(scores: Scores) -> str:
    """F1 of each aspect, language by language."""
    groups: dict[str, list[Comparison]] = defaultdict(list)
    for one in scores.comparisons:
        groups[scores.languages[one.case]].append(one)
    rows = []
    for language, members in sorted(groups.items(), key=lambda item: -len(item[1])):
        sums = summed(members)
        rows.append((language, len(members), *(f"{sums[name].f1:.3f}" for name in ASPECTS)))
    return "**By language (F1)**\n\n" + table(("language", "texts", *ASPECTS), rows)


def cases(comparisons: list[Comparison]) -> str:
    """F1 of each aspect, text by text."""
    rows = ((one.case, *(f"{one.tallies[name].f1:.3f}" for name in ASPECTS)) for one in comparisons)
    return "**Text by text (F1)**\n\n" + table(("text", *ASPECTS), rows)


def corpus_table(corpus: Corpus) -> str:
    """What was measured on the documents that nobody annotated."""
    resolved = sum(corpus.statuses[name] for name in ("explicit", "coreferent"))
    rows: list[tuple[str, object]] = [
        ("documents read", f"{corpus.documents - len(corpus.failed)} of {corpus.documents}"),
        ("UN hyperlinks found", f"{corpus.links.right} of {corpus.links.right + corpus.links.missed}"),
        ("recall of hyperlinks", f"{corpus.links.recall:.4f}"),
        ("links whose address contradicts the print", len(corpus.contradicted)),
        ("links whose print the file has lost", len(corpus.lost)),
        ("characters unclassified", f"{100 * corpus.unclassified_share:.3f} %"),
        ("characters in paragraphs that are neither preambular, operative nor numbered", corpus.kinds["text"]),
        ("citations resolved", resolved),
        ("citations ambiguous", corpus.statuses["ambiguous"]),
        ("citations unresolved", corpus.statuses["unresolved"]),
    ]
    reasons = table(
        ("status", "reason", "count"),
        ((status, reason, count) for (status, reason), count in corpus.reasons.most_common(WORST)),
    )
    title = f"**The {corpus.documents} documents**"
    return f"{title}\n\n{table(('', ''), rows)}\n\n**Not resolved, by reason**\n\n{reasons}"


def worst(scores: Scores) -> str:
    """What is not understood, worst first."""
    found = sorted((d for one in scores.comparisons for d in one.differences), key=lambda d: -d.weight)
    rows = ((d.case, d.paragraph, d.aspect, ", ".join(d.missed), ", ".join(d.wrong)) for d in found[:WORST])
    parts = [f"**Differences, worst first ({len(found)} in all)**"]
    parts.append(table(("text", "paragraph", "aspect", "missed", "wrong"), rows))
    parts += list(unread(scores))
    return "\n\n".join(parts)


def unread(scores: Scores) -> Iterator[str]:
    """Texts that could not be read, and the longest stretches that no rule knows."""
    if scores.failed:
        yield "**Not read**\n\n" + table(("text", "error"), sorted(scores.failed.items()))
    if scores.corpus is not None and scores.corpus.failed:
        yield "**Not read in the corpus**\n\n" + table(("text", "error"), sorted(scores.corpus.failed.items()))
    if scores.corpus is not None and scores.corpus.unclassified:
        rows = scores.corpus.unclassified[:WORST]
        yield "**Longest unclassified stretches**\n\n" + table(("characters", "document", "from", "to"), rows)

"""Measure the reading of texts: ``python -m tests.benchmarks.extraction.score [--json FILE] [--markdown FILE]``.

Prints Markdown tables; the JSON file holds every figure and every single difference.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.extraction.cases import ANNOTATIONS
from tests.benchmarks.extraction.compare import ASPECTS, summed
from tests.benchmarks.extraction.corpus import Corpus
from tests.benchmarks.extraction.run import Scores, score
from tests.benchmarks.extraction.tables import markdown


def as_json(scores: Scores) -> dict[str, Any]:
    """Every figure and difference; differences worst first."""
    totals = {name: tally.as_dict() for name, tally in summed(scores.comparisons).items()}
    cases = {one.case: {aspect: one.tallies[aspect].as_dict() for aspect in ASPECTS} for one in scores.comparisons}
    differences = sorted(
        (item for one in scores.comparisons for item in one.differences), key=lambda item: -item.weight
    )
    return {
        "total": totals,
        "cases": cases,
        "failed": scores.failed,
        "differences": [
            {"case": d.case, "paragraph": d.paragraph, "aspect": d.aspect, "missed": d.missed, "wrong": d.wrong}
            for d in differences
        ],
        "corpus": corpus_json(scores.corpus) if scores.corpus else None,
        "seconds": round(scores.seconds, 1),
    }


def corpus_json(corpus: Corpus) -> dict[str, Any]:
    """What was measured on the documents that nobody annotated."""
    return {
        "documents": corpus.documents,
        "characters": corpus.characters,
        "failed": corpus.failed,
        "links": corpus.links.as_dict(),
        "linksMissed": corpus.missing,
        "linksLost": corpus.lost,
        "linksContradicted": corpus.contradicted,
        "unclassifiedShare": round(corpus.unclassified_share, 6),
        "unclassified": corpus.unclassified,
        "charactersByKind": dict(corpus.kinds.most_common()),
        "statuses": dict(corpus.statuses),
        "reasons": [
            {"status": key[0], "reason": key[1], "count": count, "examples": corpus.examples[key][:20]}
            for key, count in corpus.reasons.most_common()
        ],
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print, and write the files that were asked for."""
    parser = argparse.ArgumentParser(prog="score", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--json", type=Path, help="write every figure and difference to this file")
    parser.add_argument("--markdown", type=Path, help="write the tables to this file too")
    parser.add_argument("--cases-only", action="store_true", help="leave out the 247 documents")
    parser.add_argument("--folder", type=Path, default=ANNOTATIONS, help="score the annotations of this folder")
    parser.add_argument("--damaged", type=int, metavar="SEED", help="read the texts as pdftotext would leave them")
    options = parser.parse_args(arguments)
    alone = options.cases_only or options.folder != ANNOTATIONS or options.damaged is not None
    scores = score(not alone, folder=options.folder.resolve(), damage=options.damaged)
    tables = markdown(scores)
    sys.stdout.write(tables)
    if options.markdown:
        options.markdown.write_text(tables, "utf-8")
    if options.json:
        options.json.write_text(json.dumps(as_json(scores), ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 1 if scores.failed else 0


if __name__ == "__main__":
    raise SystemExit(main())

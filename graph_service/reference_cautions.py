"""What each caution means that a reading may carry, and what to do about it; a test holds the table complete."""

from __future__ import annotations

from collections.abc import Iterator

# Code → what it means, what to do.
CAUTIONS = {
    "disagrees-with-curated": (
        "The text says otherwise than the curated facts about the same document do.",
        "Compare the text with the file in data/curated/documents; mend the one that is wrong.",
    ),
    "duplicate-number": (
        "A paragraph's identifier was taken already; the later one has -2, -3 … added.",
        "Look whether the number is misprinted, or whether a section's head was not told from the text.",
    ),
    "language-doubtful": (
        "Words of another language are nearly as common, or the language that was asked for is not the text's.",
        "Say the language (--language), or give the file in the other one.",
    ),
    "language-unknown": (
        "No language could be told from the words; it was read by the rules of the one that is named.",
        "Say the language (--language).",
    ),
    "link-contradicts": (
        "A hyperlink leads to another document than its words name. The words were believed.",
        "Open the link: one of the two is a mistake of the document.",
    ),
    "mark-without-note": (
        "A footnote mark stands in a paragraph, but no note with its number was found.",
        "Look at the foot of that page: the note may be missing, or its number lost.",
    ),
    "note-without-mark": (
        "A note has no mark in the text; what it cites belongs to no paragraph.",
        "Look for a mark that was lost, or glued to a figure before it.",
    ),
    "note-without-text": (
        "A note's number is printed with nothing behind it.",
        "Give the document in a format with its notes (PDF or DOCX).",
    ),
    "notes-missing": (
        "Marks of notes are printed, but no notes at all: the text is without its foot.",
        "Give the whole document; citations through notes stay unresolved without them.",
    ),
    "numbering-gap": (
        "A paragraph's number does not follow on the one before; those between were not found.",
        "Look whether the text lacks them, or whether their numbers stand elsewhere on the page.",
    ),
    "numbers-missing": (
        "A report's paragraphs have no numbers that could be read; they are counted instead.",
        "Take care with pinpoints to this document; give a format that has the numbers (PDF or DOCX).",
    ),
    "part-missing": (
        "A lettered part stands before others that were not found, or has no letter of its own.",
        "Look whether the file holds one part only; name it so (A_RES_77_128_B).",
    ),
    "two-languages": (
        "The file holds the text in two languages; the one that is named was read, the other kept as translation.",
        "Nothing, or ask for the other language (--language).",
    ),
    "unclassified": (
        "A stretch of text was not understood, and nothing was read from it.",
        "Look at it: a citation in it is missing from the graph. Such stretches show where rules are wanting.",
    ),
}


def caution_rows() -> Iterator[tuple[str, str, str]]:
    """Each caution's code, meaning and advice."""
    for code, (meaning, advice) in sorted(CAUTIONS.items()):
        yield f"`{code}`", meaning, advice

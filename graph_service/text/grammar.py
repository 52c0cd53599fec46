"""What a language says about acts, citations and mandates: the second half of its data file, compiled once.

``data/languages/CODE.toml`` carries the tables below beside the structure tables (see ``rules.py``);
``data/citations.toml`` carries what is the same in every language. In a *pattern* a blank stands for blanks
(or for none where the language writes none) and these stand for what they say: ``{date}``, ``{number}`` (of an
instrument, with its part letters), ``{symbol}``, ``{organ}``, ``{own}``, ``{body}``, ``{items}`` (list with
ranges), ``{item}`` (one), ``{ordinal}``, ``{sep}``. Inside a look-behind write
``\\x20`` for a blank. Matching ignores case, except for ``head`` and ``before``.

    [acts]
    quotes      pairs of quotation marks, two characters each: nothing inside is an act or a citation
    conjoined   where a further act may begin: list of {pattern, follow?, strict?}; ``follow`` must match after
                the verb where it is doubtful; ``strict`` keeps functions listed in ``weak`` out
    leads       words that may stand before a verb that acts ("in this regard,", 并, 又)
    trails      words that may stand right after it ("also", "further")
    modifiers   {name = [patterns]}: which of these words are recorded, and as what
    nouns       functions whose forms are nouns too; not_before: patterns that make them one when they follow
    doubt       pattern of a clause before the boundary that the verb may belong to instead ("a body that …"):
                there, and for nouns, ``follow`` is required
    weak        functions whose verbs act only at an opening or after a connective that is not strict, in
                preambular paragraphs; weak_finite: the same in operative ones
    preambular  functions that open no operative paragraph
    opening     functions whose verbs act only as the first word of a paragraph
    adjunct     functions whose participles act after a comma in an operative paragraph too
    agreement   patterns of a verb's form, one per gender: a further act has the form of the first
    speakers    patterns of a subject after which a paragraph of a declaration acts in base forms ("we")
    continuing  patterns of an auxiliary before a base form ("continues to")
    subjects    patterns of a subject that may precede the verb where paragraphs are prose (reports);
                plurals: those after which the verb has its base form ("the Inspectors")
    narrated    patterns of the opening of a decision that is told in the past ("At its 9th meeting, the Assembly")
    adding      functions whose participles add an act after a comma ("…, urging the parties") if the words
                since the act before hold none of the carriers (pattern of nouns that may urge: "statement")
    insisting   pattern after a participle that is the organ's even where it has just asked somebody
    subordinate pattern of the whole stretch between an act and a bare comma after which a verb is no act of the
                organ ("that the Group, in its report,")
    closed      pattern of the whole stretch between an act and any boundary after which a verb is no act
                of the organ
    paratactic  pattern of an object after whose comma even a weak verb is the organ's (in a language that joins
                verbs without a connective)
    gerund      pattern of a word that takes "and" + participle to itself; without one since the act, the
                organ says both ("taking note of the Protocol and encouraging")
    clausal     pattern of what opens a clause whose verb shows no person ("requests that the Board review"): a
                verb that shows it is the organ's
    sentence    pattern of a sentence's end in prose; open: pattern of what opens a clause whose verbs are not the
                organ's unless a comma and a connective part them
    [acts.finite] [acts.participle] [acts.base] [acts.past]   function = [patterns of the verb];
                without participles, the finite forms serve both
    [[acts.examples]]  text, kind (operative, preambular), expect = ["function", …]

    [citations]
    follows     whether the head noun follows the number (第66/257号决议)
    ages        further patterns of a number, where a language writes the session its own way ((د-26))
    letters     {"باء" = "B", …}: what stands for a part letter or a numeral's letter in this script
    sessions    {"د" = "", …}: what stands before a session's figure in an age
    numbers     patterns around {number}, with {date} where a date is printed beside it
    parts       pattern of part letters and their list ("A and B")
    heads       {resolution = [...], decision = [...]}
    head        pattern of a head with organ: {own}, {organ}, {head}
    before      pattern of the organ that ends right before a number (where heads follow)
    after       patterns of the organ right after a group of numbers
    own         words for the document's own organ ("its", 其)
    proper      pattern of a proper name of a body that no table knows (as printed), for {proper}
    shorts      patterns of nouns that stand for a body named in full before ("the Committee"); purposes: patterns
                of what begins the rest of such a full name ("on"); another: pattern where a next name begins in it
    foreign     patterns of organs whose instruments have no symbol here, right before a head
    organs      {"Security Council" = [names], "Council" = [names of any council], …}
    glue        pattern of what may stand between the numbers of one list
    onward      pattern of a topic between two numbers of one list ("5/1, on …, and 5/2")
    words       {two = 2, …}: cardinals that number a paragraph, where ``words`` of a unit are no ordinals
    joins       pattern of what joins a symbol and a modifier ("and", 和)
    sep, range  patterns of list separators and range words inside pinpoints
    here        {before = [...], after = [...]}: words that make a pinpoint internal ("above", 上文)
    self        patterns of the document naming itself
    of          patterns between a pinpoint and the target after it
    then        patterns between a target and the pinpoint after it
    nest        pattern between an outer and an inner unit; inside: between an inner and the outer unit after it
    ibid        patterns of a note, or of brackets in a text, that go on from what was cited before
    titled      pattern between a phrase and the title quoted after it
    also        pattern of words that add a place to a document cited as a whole ("including paragraph 3")
    topic       pattern that begins the topic of a report ("on")
    back        words that put a pinpoint on the document named before it ("the annex thereto")
    chain       pattern between pinpoints of one target
    resume      pattern of a topic after which the pinpoints go on ("…, on the criteria, as well as paragraph 13");
                elsewhere: pattern after a listed pinpoint that is of something else ("of the Convention")
    each        patterns of words that give a place to each document of a list ("both", "each of"); again: patterns
                between two documents with the preposition repeated ("the annex to … and to …")
    stamp       {before = [...], after = [...]}: patterns with {date} of a date printed before or after a symbol
    [citations.works]    not_after, not_before: patterns around the name of a work that is another's
    [citations.units]    unit = [patterns with {items} or {item}]
    [citations.reports]  definite, weak, that: patterns of report phrases; {body} the issuer, (?P<noun>…) the noun;
                         plain: patterns of a bare "the report" that an act has for its object;
                         that_resolution: the same for resolutions (group noun: its kind), those_resolutions: for
                         several; former, latter: patterns of these words where they stand for documents;
                         nouns {report = [...], note = [...]}; plural: pattern of a plural noun
    [citations.answers]    before, after: see ``answers.py``
    [[citations.examples]]  text, expect = ["function target", …], organ?, notes? {"1" = "text of note 1"}

    [mandates]   see ``mandates.py``
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from graph_service.text import rules as structure
from graph_service.text.acttables import ActGrammar, Conjunction, Verbs, read_acts
from graph_service.text.citationtables import CitationGrammar, Unit, read_citations
from graph_service.text.patterns import NEVER, Compiler, body_names, either, shared

__all__ = [
    "NEVER",
    "ActGrammar",
    "CitationGrammar",
    "Compiler",
    "Conjunction",
    "Grammar",
    "Unit",
    "Verbs",
    "body_names",
    "either",
    "load_grammar",
    "shared",
]


@dataclass(frozen=True, slots=True)
class Grammar:
    """One language: structure rules, acts, citations, and the names of bodies (folded name → English name).

    ``issuers`` finds any body's name, known (group body) or proper (group proper).
    """

    code: str
    rules: structure.Rules
    acts: ActGrammar
    citations: CitationGrammar
    bodies: Mapping[str, str]
    issuers: re.Pattern[str]


@cache
def load_grammar(code: str) -> Grammar:
    """The grammar of a language; raises RulesError if its file is missing or wrong."""
    compiler = Compiler(code)
    return Grammar(
        code,
        compiler.rules,
        read_acts(compiler),
        read_citations(compiler),
        body_names(code),
        compiler.compile("{body}|the {proper}"),
    )

"""Seal quotes into passages, and verify passages against a text of their page.

Sealing checks that the sentence carries its claim: every figure must occur in it in some usual
writing; hedges, currencies, months, days and named things should, and warn where they do not,
because pages say "this year" and "it".
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ai_chip_deals.atomic import write_atomically
from ai_chip_deals.errors import Problem, RawError, SealError
from ai_chip_deals.raw import passages
from ai_chip_deals.raw.building import Steps
from ai_chip_deals.raw.claims import Claim
from ai_chip_deals.raw.files import File, Tree, read_file
from ai_chip_deals.raw.reader import Document
from ai_chip_deals.raw.source import Source
from ai_chip_deals.raw.wording import missing_figures, unsaid
from ai_chip_deals.vocabulary import PassageState


def sealed_figures(claim: Claim) -> dict[str, str]:
    """What the digest of a passage covers: the claim's figures and dates as stated, by field."""
    stated = {name: amount.as_stated for name, amount in claim.amounts().items()}
    return stated | {name: day.text for name, day in claim.days().items()}


@dataclass(frozen=True)
class Sealed:
    """What became of the quotes of one file."""

    quotes: int
    sealed: int
    problems: list[Problem]


def seal_file(path: Path, tree: Tree) -> Sealed:
    """Seal the quotes of a source file in place; what does not carry its claim stays a quote."""
    try:
        file = read_file(path, Source)
    except RawError as error:
        return Sealed(0, 0, error.problems)
    text, problems = seal_source(file, tree)
    if text != file.document.text:
        write_atomically(path, text)
    quotes = sum(claim.quote is not None for _, _, claim in file.data.claims())
    held_back = {problem.field for problem in problems if problem.severity == "error"}
    return Sealed(quotes, quotes - len(held_back), problems)


def seal_source(file: File[Source], tree: Tree) -> tuple[str, list[Problem]]:
    """The text of a source file with its quotes sealed, and what speaks against any of them.

    A quote with an error stays as it is; warnings do not hold it back. Every other character of
    the file, comments included, stays.
    """
    text, problems = file.document.text, []
    quoted: list[tuple[Steps, Claim]] = [
        ((group, index), claim)
        for group, index, claim in file.data.claims()
        if claim.quote is not None
    ]
    # From the last line upwards, so that the places of those above stay true.
    quoted.sort(key=lambda pair: file.document.keys[(*pair[0], "quote")].start, reverse=True)
    for steps, claim in quoted:
        found = list(_quote_problems(file, steps, claim, tree))
        problems += found
        if all(problem.severity == "warning" for problem in found):
            passage = passages.seal(claim.quote or "", sealed_figures(claim))
            text = _with_passage(text, file.document, steps, passage)
    return text, sorted(problems)


@dataclass(frozen=True)
class Finding:
    """What became of one claim's passage in a text."""

    claim: str
    state: PassageState
    missing: tuple[str, ...] = ()
    """The fields whose figures do not occur in the sentence that was found."""


def verify(source: Source, *texts: str) -> Iterator[Finding]:
    """Look for every sealed sentence of a source, and for its figures in the sentence.

    Args:
        source: What was taken from a page.
        texts: The page as text, in one reading or more; a sentence need stand in one of them.
    """
    for group, index, claim in source.claims():
        yield _finding(f"{group}[{index}]", claim, texts)


def _finding(place: str, claim: Claim, texts: Sequence[str]) -> Finding:
    if claim.passage is None:
        return Finding(place, PassageState.NOT_SEALED)
    for look, whole, lacking in (
        (passages.find, PassageState.FOUND, PassageState.FIGURE_MISSING),
        (passages.find_alike, PassageState.CHANGED, PassageState.CHANGED),
    ):
        for text in texts:
            sentence = look(claim.passage, text)
            if sentence is not None:
                missing = tuple(missing_figures(claim, sentence))
                return Finding(place, lacking if missing else whole, missing)
    return Finding(place, PassageState.GONE)


def _with_passage(text: str, document: Document, steps: Steps, passage: passages.Passage) -> str:
    key, value = document.keys[(*steps, "quote")], document.values[(*steps, "quote")]
    # Only the span from the key to the end of the value goes; a block's span holds the end of its
    # last line and the empty lines after it.
    fields = passage.model_dump(exclude_none=True).items()
    inner = ", ".join(f"{name}: {json.dumps(part, ensure_ascii=False)}" for name, part in fields)
    written = text[key.start : value.end]
    tail = written[len(written.rstrip()) :]
    return f"{text[: key.start]}passage: {{{inner}}}{tail}{text[value.end :]}"


def _quote_problems(
    file: File[Source], steps: Steps, claim: Claim, tree: Tree
) -> Iterator[Problem]:
    document, quote = file.document, claim.quote or ""
    at = (*steps, "quote")
    if claim.passage is not None:
        expected = "a quote or a passage, not both"
        yield document.problem(
            at, "both", expected, "Delete the passage.", rule="quote-and-passage"
        )
    try:
        passages.seal(quote, {})
    except SealError as error:
        yield document.problem(at, str(error), "one whole sentence", rule="quote-length")
    for name in missing_figures(claim, quote):
        stated = claim.amounts()[name].as_stated
        got = f"a quote without {stated!r}"
        fix = "Paste the sentence that carries it, or correct the figure."
        expected = f"the figure of {name!r} in it"
        yield document.problem(at, got, expected, fix, rule="figure-not-in-quote")
    for expected in unsaid(claim, quote, file.data, tree):
        got = "a quote that does not say it"
        yield document.problem(at, got, expected, rule="quote-says-less", warning=True)

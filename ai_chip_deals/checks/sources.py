"""Rules on sources as documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from ai_chip_deals.checks.facts import Fact, Group, states
from ai_chip_deals.checks.index import Index
from ai_chip_deals.checks.references import NAMES, Said, said_by
from ai_chip_deals.checks.rules import rule_of_one_file, rule_on
from ai_chip_deals.errors import Problem
from ai_chip_deals.raw.checked import Checked
from ai_chip_deals.raw.fields import RawFile
from ai_chip_deals.raw.files import File, Tree
from ai_chip_deals.raw.source import Source
from ai_chip_deals.vocabulary import Stance


@rule_of_one_file
def published_after_read(tree: Tree) -> Iterator[Problem]:
    """Nothing is published after the day on which somebody read it."""
    for file in tree.sources.values():
        published, retrieved = file.data.published, file.data.retrieved
        if published and published.earliest and published.earliest > retrieved:
            line = file.document.values[("retrieved",)].line
            expected = f"a day up to {retrieved}, when it was retrieved (line {line})"
            fix = "Correct the one of the two that is wrong."
            yield file.document.problem(
                ("published",), repr(published.text), expected, fix, rule="published-after-read"
            )


@rule_of_one_file
def published_before_event(tree: Tree) -> Iterator[Problem]:
    """No page reports as done what was, by its own dates, still to come."""
    for file in tree.sources.values():
        stated = file.data.published
        published = stated.latest if stated else file.data.retrieved
        if published is None:
            continue
        done = "published" if stated else "read"
        for group, index, claim in file.data.claims():
            if claim.stance is not Stance.SAYS:
                continue
            for name, day in claim.days().items():
                # Where the event took place it may have been tomorrow already.
                if day.earliest and day.earliest > published + timedelta(days=1):
                    got, at = repr(day.text), (group, index, name)
                    expected = f"a day up to {published}, when the page was {done}"
                    fix = "Correct it, or add stance: expects if the page tells what is to come."
                    yield file.document.problem(
                        at, got, expected, fix, rule="published-before-event"
                    )


@states
def address(file: File[RawFile]) -> Iterator[Fact]:
    """The page that a source is of."""
    if isinstance(file.data, Source):
        yield Fact(("address", canonical(file.data.url)), (), ("url",))


@rule_on("address")
def source_twice(group: Group, others: Index) -> Iterator[Problem]:
    """Every page has one source file."""
    first, *later = group.facts
    for known in later:
        got, expected = "an address", f"one that {first.id!r} does not have"
        fix = f"Move the claims to {first.id}.yaml, or accept it with a reason."
        yield from others.problems(known, got, expected, fix, rule="source-twice", warning=True)


@rule_of_one_file
def quote_in_comment(tree: Tree) -> Iterator[Problem]:
    """No sentence of a page stays in a comment; what was not taken from a page is not kept."""
    for file in tree.sources.values():
        document = file.document
        kept = [
            number
            for number, line in enumerate(document.text.splitlines(), start=1)
            if _QUOTE_IN_COMMENT.match(line)
        ]
        if kept:
            found = document.problem(
                (),
                f"{len(kept)} quotes in comments",
                "none",
                "Uncomment what is right and seal it, and delete the rest.",
                rule="quote-in-comment",
                warning=True,
            )
            yield replace(found, line=kept[0], column=1)


_QUOTE_IN_COMMENT = re.compile(r"\s*#[#\s-]*quote:")


@states
def checks(file: File[RawFile]) -> Iterator[Fact]:
    """Of which pages a check is kept."""
    if isinstance(file.data, Checked):
        for identifier in file.data.sources:
            yield Fact((NAMES, "sources", identifier), (Said.CHECKED,), ("sources", identifier))


@rule_on(NAMES)
def checked_source(group: Group, others: Index) -> Iterator[Problem]:
    """Every page of which a check is kept is that of a source."""
    checked, identifier = said_by(group, Said.CHECKED), group.key[2]
    if checked and not said_by(group, Said.IS) and not others.may_be(identifier):
        got, expected = repr(identifier), "the name of a file in raw/sources/"
        fix = "Delete its line; the next check writes the others anew."
        yield from others.problems(checked[0], got, expected, fix, rule="checked-source")


def canonical(url: str) -> str:
    """An address without what differs between links to one page."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    query = [pair for pair in parse_qsl(parts.query) if not pair[0].startswith("utm_")]
    return f"{host}{parts.path.rstrip('/')}?{urlencode(sorted(query))}"

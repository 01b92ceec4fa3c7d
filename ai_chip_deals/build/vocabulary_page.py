"""The page of words: how amounts and dates are written, and every closed list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from ai_chip_deals import vocabulary
from ai_chip_deals.build.markdown import table
from ai_chip_deals.raw.amounts import HEDGE_WORDS, Amount
from ai_chip_deals.raw.dates import Day
from ai_chip_deals.raw.units import PER_WORDS, UNITS
from ai_chip_deals.vocabulary import (
    ANONYMOUS,
    CHIP_CATEGORIES,
    IMPLIED_STAGES,
    KNOWN_PUBLISHER_ROLES,
    OTHERS,
    TRANSACTION_KINDS,
    UNDISCLOSED,
    UNDONE_STAGES,
    UNNAMED_REPORTS,
    DealKind,
    Figure,
    OrganizationRole,
    Per,
    ProductCategory,
    Qualifier,
    Stage,
    Term,
    Unit,
)

_HEAD = """\
# Vocabulary

How amounts and dates are written in `raw/`, and the closed lists from which all other words come.
A list grows when the world does: a term is added with its line in
[vocabulary.py](../ai_chip_deals/vocabulary.py), and this page, the schemas and the rules follow.
"""
_AMOUNTS = """
## Amounts

An amount is written the way an article says it: a hedge, a number, what is counted, and what it is
for. Numbers may have groups of three (`100,000`), a point (`9.7`) and one of the endings `k`, `M`,
`B` and `T`. Money is the number and its code of ISO 4217 (`9.7B USD`), with `XXX` where a page's
"$" names no country. `estimated` before all of it marks the arithmetic of a page or analyst.
"""
_DATES = """
## Dates

A date is written as vaguely as its page has it, in EDTF (ISO 8601-2), or as a quarter or half of a
year. `~` and `?` mark it as approximate or in doubt, and do not move its bounds.

"""
HEDGED: Mapping[Qualifier, tuple[str, ...]] = {
    Qualifier.EXACT: ("1800",),
    **{
        name: tuple(f"{words} 1800" for words, of in HEDGE_WORDS.items() if of is name)
        for name in HEDGE_WORDS.values()
    },
    Qualifier.RANGE: ("1800 to 2000", "between 1800 and 2000"),
    Qualifier.MAGNITUDE: ("tens of thousands", "hundreds of millions", "several billion"),
}
"""An amount for each way of writing each hedge."""
EXAMPLES = (
    "1600",
    "more than 100000",
    "nearly 9.7B USD",
    "estimated 40000 to 50000",
    "20000 each",
    "part of 20000",
    "tens of thousands",
    "60000 H100-equivalents",
    "550 systems",
    "27000 USD per chip",
    "920M USD per month",
    "160M shares",
    "60%",
    "up to 6 GW",
    "100 MW IT",
    "4.8 TB/s",
)
DAYS = (
    "2024",
    "2024-07",
    "2024-07-31",
    "2024-Q3",
    "2024-H1",
    "2024-10~",
    "2024?",
    "2024-09/2025-03",
    "../2024-07",
    "2024-07/..",
)
_OF_AMOUNTS = (Qualifier, Unit, Per)
RESERVED: Mapping[str, str] = {
    OTHERS: "A party: the page leaves its list open.",
    UNDISCLOSED: "A party: the page knows of it and does not name it.",
    ANONYMOUS: "Ends a chain of attribution: unnamed people told the link before it.",
    UNNAMED_REPORTS: 'Ends a chain of attribution: "reportedly", "media say".',
}


def vocabulary_page() -> str:
    """How amounts and dates are written, then every closed list with its terms."""
    lists = [kind for kind in term_lists() if kind not in _OF_AMOUNTS]
    return "".join(
        [
            _HEAD,
            _AMOUNTS,
            _hedges(),
            _heading(Unit),
            table("unit", "what it is", "written", rows=_units()),
            _heading(Per),
            table("for", "what it is", "written", rows=_rates()),
            "\n### Examples\n\n",
            table("written", "low", "point", "high", "unit", "per", rows=_examples()),
            _DATES,
            table("written", "earliest", "latest", "approximate", rows=_days()),
            "\n## Reserved ids\n\n",
            table("id", "what it stands for", rows=_defined(RESERVED)),
            *(_list(kind) for kind in lists),
        ]
    )


def term_lists() -> list[type[Term]]:
    """Every closed list, in the order in which it is defined."""
    defined = [one for one in vars(vocabulary).values() if isinstance(one, type)]
    return [one for one in defined if issubclass(one, Term) and one is not Term]


def anchor(kind: type[Term]) -> str:
    """Where on the page a closed list is, as the end of a link."""
    return _name(kind).lower().replace(" ", "-")


def _hedges() -> str:
    rows = []
    for qualifier, written in HEDGED.items():
        amount = Amount.parse(written[0])
        bounds = (_number(amount.low), _number(amount.point), _number(amount.high))
        rows.append((f"`{qualifier}`", qualifier.definition, _codes(written), *bounds))
    headings = ("hedge", "what it is", "written", "low", "point", "high")
    return _heading(Qualifier) + table(*headings, rows=rows)


def _units() -> Iterable[tuple[str, ...]]:
    written: dict[Unit, list[str]] = defaultdict(list)
    for word, (unit, scale) in UNITS.items():
        if f"{word}s" not in UNITS:
            written[unit].append(f"`{word}`" + (f" (× {_number(scale)})" if scale != 1 else ""))
    return [(f"`{unit}`", unit.definition, ", ".join(written[unit])) for unit in Unit]


def _rates() -> Iterable[tuple[str, ...]]:
    written = {word: f"per {word}" for word in PER_WORDS} | {"each": "each"}
    meant = {**PER_WORDS, "each": Per.EACH}
    return [
        (
            f"`{per}`",
            per.definition,
            _codes(written[word] for word in written if meant[word] is per),
        )
        for per in Per
    ]


def _examples() -> Iterable[tuple[str, ...]]:
    for text in EXAMPLES:
        amount = Amount.parse(text)
        bounds = (_number(amount.low), _number(amount.point), _number(amount.high))
        yield f"`{text}`", *bounds, amount.currency or amount.unit or "", amount.per or ""


def _days() -> Iterable[tuple[str, ...]]:
    for text in DAYS:
        day = Day.parse(text)
        ends = (str(end or "") for end in (day.earliest, day.latest))
        yield f"`{text}`", *ends, "yes" if day.approximate else ""


_MARKED: Mapping[type[Term], tuple[str, Iterable[Term]]] = {
    DealKind: ("Something changes hands", TRANSACTION_KINDS),
    Stage: ("The deal counts in no total", UNDONE_STAGES),
    OrganizationRole: ("Its own pages are an origin", KNOWN_PUBLISHER_ROLES),
    ProductCategory: ("Can be bought, specified or compared as a chip", CHIP_CATEGORIES),
}
"""What is true of some terms of a list, and of which."""


def _list(kind: type[Term]) -> str:
    text = _heading(kind) + table("term", "what it is", rows=_defined(_definitions(kind)))
    if kind in _MARKED:
        said, terms = _MARKED[kind]
        text += f"\n{said}: {_codes(terms)}.\n"
    return text


def _definitions(kind: type[Term]) -> Mapping[str, str]:
    """What each term of a list means; of a figure, which stage it implies too."""
    lines = {str(term): term.definition for term in kind}
    for figure, stage in IMPLIED_STAGES.items():
        if kind is Figure:
            lines[figure] += f" Implies the stage `{stage}`."
    return lines


def _heading(kind: type[Term]) -> str:
    level = "###" if kind in _OF_AMOUNTS else "##"
    return f"\n{level} {_name(kind)}\n\n{kind.__doc__}\n\n"


def _name(kind: type[Term]) -> str:
    """What a closed list is called in a text: `DealKind` is `Deal kind`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind.__name__).capitalize()


def _defined(definitions: Mapping[str, str]) -> Iterable[tuple[str, ...]]:
    return [(f"`{name}`", line) for name, line in definitions.items()]


def _codes(texts: Iterable[str]) -> str:
    return ", ".join(f"`{text}`" for text in texts)


def _number(number: float | None) -> str:
    return "" if number is None else f"{number:,.12g}"

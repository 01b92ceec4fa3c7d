"""A new source file: its head filled in, and commented claims for the sentences of its text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ai_chip_deals.checks.sources import canonical
from ai_chip_deals.draft.page import day_of, id_of, language_of, title_of
from ai_chip_deals.draft.stubs import Stubs, stubs_of
from ai_chip_deals.draft.writing import Draft, free_path, known, scalar, schema_line
from ai_chip_deals.errors import WrongPathError, shown
from ai_chip_deals.raw.chains import Imprint, publisher_of, role_of
from ai_chip_deals.raw.files import Tree, parse_file
from ai_chip_deals.raw.source import Source
from ai_chip_deals.vocabulary import KNOWN_PUBLISHER_ROLES, SourceType

MAX_TEXT = 200_000
"""Beyond so many characters a text is more than one article."""


@dataclass(frozen=True)
class Page:
    """A page that somebody has read, and what they say of it; None where that is left to us."""

    url: str
    retrieved: date
    text: str = ""
    type: SourceType = SourceType.NEWS
    title: str | None = None
    id: str | None = None
    language: str | None = None
    published: str | None = None
    deal: str | None = None


def draft_source(tree: Tree, page: Page) -> Draft:
    """The file for a page, and for its text the claims that a person may uncomment.

    Raises:
        WrongPathError: The page has a file already, or the id does, or the text is too long.
        UnknownNameError: The deal has no file.
        RawError: What was said of the page is not what a source file holds.
    """
    _refuse_a_second(tree, page.url)
    if len(page.text) > MAX_TEXT:
        raise WrongPathError(
            f"the text has {len(page.text):,} characters. Paste the article alone, "
            f"at most {MAX_TEXT:,}."
        )
    deal = known(tree, "deals", page.deal) if page.deal else None
    title, body = (page.title, page.text) if page.title else title_of(page.url, page.text)
    language = page.language or language_of(page.text or title) or "en"
    day = day_of(page.url)
    stated = page.published or (day.text if day else page.retrieved.isoformat())
    identifier = page.id or id_of(page.url, title)
    path = free_path(tree, "sources", identifier, stated[:4])
    head = _head(tree, page, title, language)
    source = parse_file(head, path, Source).data  # what is wrong in it shows before it is written
    stubs = stubs_of(body, tree, language, deal, publisher_of(tree, Imprint.of(source)))
    lines = [head, *(f"{line}\n" for line in (_publisher(tree, source), *stubs.lines()))]
    return Draft(path, "".join(lines), told=list(_told(stubs, page)))


def _refuse_a_second(tree: Tree, url: str) -> None:
    for file in tree.sources.values():
        if canonical(file.data.url) == canonical(url):
            place = shown(file.document.path)
            raise WrongPathError(f"{place} is this page already. Add your claims to it.")


def _head(tree: Tree, page: Page, title: str, language: str) -> str:
    day = day_of(page.url)
    lines = [
        schema_line("source", 3),
        f"title: {scalar(title)}",
        f"url: {scalar(page.url)}",
        f"type: {page.type}",
        f"language: {language}",
    ]
    published = page.published or (day.text if day and day.whole else None)
    guess = day.text if day else page.retrieved.year
    lines.append(
        f"published: {published}" if published else f"# published: {guess}  # if the page states it"
    )
    lines.append(f"retrieved: {page.retrieved.isoformat()}")
    return "\n".join(lines) + "\n"


def _publisher(tree: Tree, source: Source) -> str:
    publisher = publisher_of(tree, Imprint.of(source))
    if role_of(tree, publisher) in KNOWN_PUBLISHER_ROLES:
        return f"# The publisher is {publisher}, by its domain."
    return f"# {publisher} is no known publisher: what a claim goes back to stands in according_to."


def _told(stubs: Stubs, page: Page) -> list[str]:
    told = []
    if page.text:
        told.append(f"{stubs.count} sentences in it hold a figure, a day or a name that is known")
    if stubs.unsealable:
        told.append(f"left out: {stubs.unsealable} more, too short or too long to be sealed")
    if stubs.hidden:
        told.append(f"left out of the quotes: {stubs.hidden} characters that cannot be seen")
    return told

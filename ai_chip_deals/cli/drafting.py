"""The commands that begin a raw file: a source, a deal, an organization, a product."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from ai_chip_deals.cli.telling import Root, Told, fail, page_text
from ai_chip_deals.vocabulary import (
    DealKind,
    OrganizationRole,
    PartyRole,
    ProductCategory,
    SourceType,
)

if TYPE_CHECKING:
    from ai_chip_deals.draft.writing import Draft

MAX_NEAR = 8
"""So many files that a new one comes near to are shown."""

Text = Optional[str]  # noqa: UP045  (typer reads it at run time)
Id = Annotated[Text, typer.Option("--id", help="The file's name, in place of the one proposed.")]
Yes = Annotated[bool, typer.Option("--yes", help="Write it beside files that it comes near to.")]
Aliases = Annotated[
    Text, typer.Option("--aliases", metavar="A,B", help="Other names, in any script.")
]
Parties = Annotated[Text, typer.Option(metavar="ID,ID", help="Organizations, by their ids.")]


def source(
    url: Annotated[str, typer.Argument(metavar="URL", help="The page that you read.")],
    text: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--text", help="The page as plain text.", exists=True, dir_okay=False),
    ] = None,
    deal: Annotated[Text, typer.Option(metavar="ID", help="The deal that it tells of.")] = None,
    title: Annotated[Text, typer.Option(help="By default the first line of the text.")] = None,
    kind: Annotated[
        SourceType, typer.Option("--type", help="What kind of document it is.")
    ] = SourceType.NEWS,
    published: Annotated[
        Text, typer.Option(metavar="DAY", help="The day that the page states.")
    ] = None,
    language: Annotated[Text, typer.Option(help="A BCP 47 tag, such as en or zh-Hans.")] = None,
    identifier: Id = None,
    root: Root = Path("raw"),
) -> None:
    """Begin the file of a page, with a commented claim for each sentence that may hold one."""
    from ai_chip_deals.cache import user_cache
    from ai_chip_deals.draft.source import Page, draft_source
    from ai_chip_deals.errors import shown
    from ai_chip_deals.raw.dates import Day
    from ai_chip_deals.raw.fields import checked_language, checked_url
    from ai_chip_deals.raw.files import read_tree

    with Told():
        page = Page(
            url=checked_url(url),
            retrieved=date.today(),
            text=page_text(text) if text else "",
            type=kind,
            title=title,
            id=_slug(identifier),
            language=checked_language(language) if language else None,
            published=Day.parse(published).text if published else None,
            deal=deal,
        )
        draft = draft_source(read_tree(root, user_cache()), page)
        place = shown(draft.path)
        _write(draft, f"Uncomment and correct what it says, then: ai-chip-deals seal {place}")


def deal(
    title: Annotated[str, typer.Argument(metavar="TITLE", help="Its title, or its id.")],
    kind: Annotated[DealKind, typer.Option(help="What kind of thing it is.")],
    buyers: Parties = None,
    sellers: Parties = None,
    partners: Parties = None,
    end_users: Parties = None,
    operators: Parties = None,
    intermediaries: Parties = None,
    financiers: Parties = None,
    authorities: Parties = None,
    year: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option(min=1990, max=2099, help="When it was made; by default this year."),
    ] = None,
    identifier: Id = None,
    yes: Yes = False,
    root: Root = Path("raw"),
) -> None:
    """Begin the file of a deal, unless others come near to it."""
    from ai_chip_deals.cache import user_cache
    from ai_chip_deals.draft.entities import draft_deal
    from ai_chip_deals.raw.files import read_tree

    stated = {
        PartyRole.BUYERS: buyers,
        PartyRole.SELLERS: sellers,
        PartyRole.PARTNERS: partners,
        PartyRole.END_USERS: end_users,
        PartyRole.OPERATORS: operators,
        PartyRole.INTERMEDIARIES: intermediaries,
        PartyRole.FINANCIERS: financiers,
        PartyRole.AUTHORITIES: authorities,
    }
    with Told():
        parties = {role: _listed(ids) for role, ids in stated.items() if ids}
        year = year or date.today().year
        draft = draft_deal(
            read_tree(root, user_cache()), title, kind, parties, year, _slug(identifier)
        )
        then = f"Add a page that tells of it: ai-chip-deals new source URL --deal {draft.path.stem}"
        _write(draft, then, yes=yes)


def organization(
    name: Annotated[str, typer.Argument(metavar="NAME", help="In English, without legal form.")],
    role: Annotated[OrganizationRole, typer.Option(help="What it is to the dataset.")],
    domains: Annotated[
        Text, typer.Option("--domain", metavar="A,B", help="Domains that it publishes on.")
    ] = None,
    country: Annotated[Text, typer.Option(help="ISO 3166-1 code of two letters, or EU.")] = None,
    parent: Annotated[Text, typer.Option(metavar="ID", help="What it belongs to.")] = None,
    aliases: Aliases = None,
    identifier: Id = None,
    yes: Yes = False,
    root: Root = Path("raw"),
) -> None:
    """Begin the file of an organization, unless others come near to it."""
    from ai_chip_deals.cache import user_cache
    from ai_chip_deals.draft.entities import draft_organization
    from ai_chip_deals.raw.files import read_tree

    with Told():
        fields = {"country": country, "parent": parent, "aliases": _listed(aliases)}
        tree = read_tree(root, user_cache())
        draft = draft_organization(tree, name, role, _listed(domains), fields, _slug(identifier))
        _write(draft, "Name it in a deal or a source, then: ai-chip-deals validate", yes=yes)


def product(
    name: Annotated[str, typer.Argument(metavar="NAME", help="In the maker's own spelling.")],
    category: Annotated[ProductCategory, typer.Option(help="What it is.")],
    maker: Annotated[Text, typer.Option(metavar="ID", help="Who makes it.")] = None,
    family: Annotated[Text, typer.Option(metavar="ID", help="What it is a member of.")] = None,
    aliases: Aliases = None,
    identifier: Id = None,
    yes: Yes = False,
    root: Root = Path("raw"),
) -> None:
    """Begin the file of a product, unless others come near to it."""
    from ai_chip_deals.cache import user_cache
    from ai_chip_deals.draft.entities import draft_product
    from ai_chip_deals.raw.files import read_tree

    with Told():
        fields = {"maker": maker, "family": family, "aliases": _listed(aliases)}
        draft = draft_product(
            read_tree(root, user_cache()), name, category, fields, _slug(identifier)
        )
        _write(draft, "Name it in a source, then: ai-chip-deals validate", yes=yes)


def _write(draft: Draft, then: str, *, yes: bool = False) -> None:
    """Show what a draft comes near to, and write it where that is nothing, or is no matter."""
    from ai_chip_deals.draft.writing import write_draft
    from ai_chip_deals.errors import shown

    for near in draft.near[:MAX_NEAR]:
        typer.echo(f"{near.id} {near.why}: {near.name}")
    if len(draft.near) > MAX_NEAR:
        typer.echo(f"and {len(draft.near) - MAX_NEAR} more")
    if draft.near and not yes:
        fail("nothing written. If it is none of these, add --yes.", 1)
    write_draft(draft)
    typer.echo(f"wrote {shown(draft.path)}")
    for line in draft.told:
        typer.echo(line)
    typer.echo(then)


def _listed(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def _slug(text: str | None) -> str | None:
    """An id as given.

    Ends the command where it is none.
    """
    from ai_chip_deals.raw.files import slug

    if text is not None and slug(text) != text:
        fail(f"--id: got {text!r}, expected a lowercase slug. Write {slug(text)!r}.", 2)
    return text

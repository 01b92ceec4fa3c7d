"""The files under `raw/` as typed objects, each with the places of what it says."""

from __future__ import annotations

import gc
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Generic, TypeVar

from ai_chip_deals.cache import NO_CACHE, Cache
from ai_chip_deals.errors import Problem, RawError, shown
from ai_chip_deals.raw.checked import Checked
from ai_chip_deals.raw.deal import Deal
from ai_chip_deals.raw.fields import RawFile
from ai_chip_deals.raw.findings import slug as slug
from ai_chip_deals.raw.findings import validated
from ai_chip_deals.raw.listing import Entry, Listing
from ai_chip_deals.raw.memory import Memory, remembered
from ai_chip_deals.raw.organization import Organization
from ai_chip_deals.raw.product import Product
from ai_chip_deals.raw.reader import (
    Document,
    document_of,
    parse_document,
    read_document,
    refused,
)
from ai_chip_deals.raw.redirects import Redirects
from ai_chip_deals.raw.source import Source
from ai_chip_deals.vocabulary import ID_PATTERN, OrganizationRole

Model = TypeVar("Model", bound=RawFile, covariant=True)


@dataclass(frozen=True)
class File(Generic[Model]):
    """One raw file: its id, what it says, and where it says it."""

    id: str
    data: Model
    document: Document


@dataclass(eq=False)
class Tree:
    """All of `raw/`, by kind and id, as far as it could be read; the rest is in `problems`."""

    root: Path
    organizations: dict[str, File[Organization]] = field(default_factory=dict)
    products: dict[str, File[Product]] = field(default_factory=dict)
    deals: dict[str, File[Deal]] = field(default_factory=dict)
    sources: dict[str, File[Source]] = field(default_factory=dict)
    redirects: File[Redirects] | None = None
    checked: File[Checked] | None = None
    problems: list[Problem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    """Ids of files that could not be read: known, so that nobody calls them unknown."""

    def files(self) -> Iterator[File[RawFile]]:
        """Every file of an entity or source, in the order of kinds and ids."""
        for kind in (self.organizations, self.products, self.deals, self.sources):
            yield from kind.values()

    def by_place(self) -> Mapping[str, File[RawFile]]:
        """Every file by its path within the tree, with slashes."""
        singles = (file for file in (self.redirects, self.checked) if file)
        return {
            file.document.path.relative_to(self.root).as_posix(): file
            for file in (*self.files(), *singles)
        }

    def only(self, identifiers: Container[str]) -> Tree:
        """The tree as if of its entities and sources there were none but these."""
        return replace(
            self,
            organizations=_only(self.organizations, identifiers),
            products=_only(self.products, identifiers),
            deals=_only(self.deals, identifiers),
            sources=_only(self.sources, identifiers),
        )

    def role(self, organization: str) -> OrganizationRole | None:
        """What an organization is to the dataset; None where it has no file."""
        file = self.organizations.get(organization)
        return file.data.role if file else None

    def parent(self, organization: str) -> str | None:
        """The organization that it belongs to."""
        file = self.organizations.get(organization)
        return file.data.parent if file else None

    def maker(self, product: str) -> str | None:
        """The organization that makes a product."""
        file = self.products.get(product)
        return file.data.maker if file else None

    def owner(self, domain: str) -> str | None:
        """The organization that publishes on a domain."""
        return self.by_domain.get(domain)

    @cached_property
    def by_domain(self) -> Mapping[str, str]:
        """The organization that publishes on a domain, once the whole tree is read."""
        return {
            domain: identifier
            for identifier, file in self.organizations.items()
            for domain in file.data.domains
        }


def _only(files: Mapping[str, File[Model]], identifiers: Container[str]) -> dict[str, File[Model]]:
    return {name: file for name, file in files.items() if name in identifiers}


MODELS: Mapping[str, type[RawFile]] = {
    "organizations": Organization,
    "products": Product,
    "deals": Deal,
    "sources": Source,
}
"""What each folder of `raw/` holds. Sources lie one folder deeper, by year."""

CHECKED = "checked.yaml"
"""Where in `raw/` it is kept when each page was last looked at."""
REDIRECTS = "redirects.yaml"
"""Where in `raw/` it is kept which ids were given up."""

_SINGLE: Mapping[str, type[RawFile]] = {"redirects": Redirects, "checked": Checked}
_PLACES = {
    "organizations": re.compile(r"organizations/[^/]+\.yaml"),
    "products": re.compile(r"products/[^/]+\.yaml"),
    "deals": re.compile(r"deals/[^/]+\.yaml"),
    "sources": re.compile(r"sources/(?:19|20)\d\d/[^/]+\.yaml"),
    "redirects": re.compile(re.escape(REDIRECTS)),
    "checked": re.compile(re.escape(CHECKED)),
}

_ID = re.compile(ID_PATTERN)
_SCHEMA_LINE = re.compile(r"^ *#.*\$schema\s*[=:][^\S\n]*(?P<schema>\S*)", re.MULTILINE)
_SCHEMAS: Mapping[type[RawFile], str] = {
    Organization: "../../schemas/raw/organization.schema.json",
    Product: "../../schemas/raw/product.schema.json",
    Deal: "../../schemas/raw/deal.schema.json",
    Source: "../../../schemas/raw/source.schema.json",
    Redirects: "../schemas/raw/redirects.schema.json",
    Checked: "../schemas/raw/checked.schema.json",
}
"""For each kind of file its JSON Schema, as seen from where such a file lies."""


def read_tree(root: Path, cache: Cache = NO_CACHE) -> Tree:
    """Read all of `raw/`; never raises for what a file says, but keeps it in `problems`.

    Raises:
        RawError: The folder is a symbolic link, so that what is read may belong to something else.
    """
    return tree_of(Listing(root, cache))


def tree_of(listing: Listing) -> Tree:
    """Read what lies in a listing of `raw/`, as `read_tree` does."""
    tree = _tree_at(listing)
    with garbage_kept(), remembered(listing) as memory:
        _add_all(tree, listing.entries, listing, memory)
    return tree


def part_of(listing: Listing, places: Container[str]) -> Tree:
    """Read some files of a listing of `raw/`, by their places, as if no others lay there."""
    tree = _tree_at(listing)
    with garbage_kept():
        chosen = [entry for entry in listing.entries if entry.place in places]
        _add_all(tree, chosen, listing, None)
    return tree


def _tree_at(listing: Listing) -> Tree:
    """The tree of a listing before anything of it is read; a folder of something else is told."""
    root = listing.root
    tree = Tree(root)
    if not any(entry.kind == "folder" and entry.place in MODELS for entry in listing.entries):
        problem = Problem(
            shown(root),
            0,
            0,
            "",
            "none of its folders",
            f"{', '.join(MODELS)}",
            "Name the folder raw/ of a checkout.",
            "file-place",
        )
        tree.problems.append(problem)
    return tree


def file_at(listing: Listing, place: str) -> File[RawFile]:
    """Read one file of a listing, by its place.

    Raises:
        RawError: It is no clean file; every problem is in it.
    """
    return read_file(listing.root / place, _model_of(_kind_of(place) or ""))


def _add_all(tree: Tree, entries: Iterable[Entry], listing: Listing, memory: Memory | None) -> None:
    for entry in entries:
        path = listing.path(entry)
        if entry.kind == "folder" and path.suffix != ".yaml":
            continue
        try:
            _add(tree, entry, path, listing, memory)
        except RawError as error:
            tree.problems += error.problems
            tree.unread.add(path.stem)
        except FileNotFoundError:
            continue  # somebody has moved it meanwhile


@contextmanager
def garbage_kept() -> Iterator[None]:
    """Reading and judging make many objects and no cycles, and looking for them takes long."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            # All of it joins what is old, which is not looked through at once.
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def read_file(path: Path, model: type[Model]) -> File[Model]:
    """Read one raw file.

    Raises:
        RawError: It is no clean YAML, or not what a file of its kind says; every problem is in it.
    """
    return _file(read_document(path), model)


def parse_file(text: str, path: Path, model: type[Model]) -> File[Model]:
    """Read the text of a raw file that is still to be written to a path.

    Raises:
        RawError: As for a file that is there.
    """
    return _file(parse_document(text, path), model)


def _file(document: Document, model: type[Model]) -> File[Model]:
    problems = [
        *document.problems,
        *_name_problems(document),
        *_schema_line_problems(document, _SCHEMAS[model]),
    ]
    found = {(problem.line, problem.column) for problem in problems}
    try:
        data = validated(document, model)
    except RawError as error:
        # What the reader refused already is not told again in the words of its field.
        problems += [one for one in error.problems if (one.line, one.column) not in found]
    if problems:
        raise RawError(problems)
    del document.value  # the data says it too, and to keep both of all files takes long
    return File(document.path.stem, data, document)


def _add(tree: Tree, entry: Entry, path: Path, listing: Listing, memory: Memory | None) -> None:
    if entry.kind == "link":
        raise refused(path, "a symbolic link", "a file or folder of its own", "file-link")
    kind = _kind_of(entry.place)
    if kind is None:
        expected = (
            "organizations/<id>.yaml, products/…, deals/…, sources/<year>/…, redirects.yaml "
            "or checked.yaml"
        )
        raise refused(path, "a file out of place", expected, "file-place")
    file = _read(entry, path, _model_of(kind), listing, memory)
    if kind in _SINGLE:
        setattr(tree, kind, file)
        return
    files: dict[str, File[RawFile]] = getattr(tree, kind)
    if file.id in files:
        expected = f"an id of its own, not that of {shown(files[file.id].document.path)}"
        raise refused(path, repr(file.id), expected, "duplicate-id")
    files[file.id] = file


def id_at(place: str) -> str:
    """The id of the file at a place."""
    return place.rpartition("/")[2].removesuffix(".yaml")


def _kind_of(place: str) -> str | None:
    kind = place.partition("/")[0].removesuffix(".yaml")
    return kind if kind in _PLACES and _PLACES[kind].fullmatch(place) else None


def _model_of(kind: str) -> type[RawFile]:
    return MODELS.get(kind) or _SINGLE[kind]


def _read(
    entry: Entry, path: Path, model: type[RawFile], listing: Listing, memory: Memory | None
) -> File[RawFile]:
    if not listing.readable(entry):
        return read_file(path, model)  # which tells why it is not read
    if memory and (known := memory.recall(entry)):
        text, data = known
        return File(path.stem, data, Document(path, text))
    file = _file(document_of(listing.content(entry), path), model)
    if memory:
        memory.keep(entry, file.document.text, file.data)
    return file


def _name_problems(document: Document) -> Iterator[Problem]:
    path, stated = document.path, document.value.get("id")
    name = path.stem
    if not _ID.fullmatch(name):
        expected = "a lowercase slug"
        fix = f"Rename it to {slug(name) or 'a-slug'}.yaml."
        yield Problem(shown(path), 0, 0, "", repr(name), expected, fix, "file-name")
    if isinstance(stated, str) and stated != name:
        expected = f"the file's name, {name!r}"
        fix = "Leave the id out, or rename the file."
        yield document.problem(("id",), repr(stated), expected, fix, rule="id-differs")


def _schema_line_problems(document: Document, schema: str) -> Iterator[Problem]:
    """An editor fetches whatever schema a comment names, so it may name no other than ours."""
    if "$schema" not in document.text.removeprefix(f"# yaml-language-server: $schema={schema}\n"):
        return  # as nearly all files are
    for comment in _SCHEMA_LINE.finditer(document.text):
        if comment["schema"] == schema:
            continue
        line = document.text.count("\n", 0, comment.start()) + 1
        column = comment.start("schema") - comment.start() + 1
        fix = f"Write '# yaml-language-server: $schema={schema}', or delete the line."
        got, expected = repr(comment["schema"]), "the schema of its kind in this repository"
        path = shown(document.path)
        yield Problem(path, line, column, "", got, expected, fix, "schema-line")

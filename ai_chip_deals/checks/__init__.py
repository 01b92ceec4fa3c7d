"""Rules between the files of `raw/`: one function a rule, with an id and a line that says it."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple
from pathlib import Path

from ai_chip_deals.cache import NO_CACHE, Cache
from ai_chip_deals.checks import (  # noqa: F401  (each registers its rules)
    claims,
    cycles,
    deals,
    entities,
    references,
    sources,
    usage,
    values,
)
from ai_chip_deals.checks.index import Index
from ai_chip_deals.checks.rules import ALONE, BETWEEN
from ai_chip_deals.checks.rules import RULES as RULES
from ai_chip_deals.errors import Problem, WrongPathError, shown
from ai_chip_deals.raw.fields import RawFile
from ai_chip_deals.raw.files import File, Tree, file_at, garbage_kept, id_at, part_of, tree_of
from ai_chip_deals.raw.listing import Listing


def find_problems(root: Path, cache: Cache = NO_CACHE) -> list[Problem]:
    """Every problem under `raw/`, in file order: of each file, and between files."""
    with garbage_kept():
        return problems_in(Listing(root, cache))


def problems_in(listing: Listing, tree: Tree | None = None) -> list[Problem]:
    """Every problem of a listing of `raw/`; the same listing is judged once.

    Args:
        listing: What lies in `raw/`.
        tree: What it says, where it has been read already.
    """
    kept = listing.cache.get(_KIND, listing.key())
    if kept is not None:
        return [Problem(*fields) for fields in json.loads(kept)]
    with garbage_kept():
        problems = _kept_problems(listing, tree)
        if problems is None:
            problems = check_tree(tree or tree_of(listing))
    content = json.dumps([astuple(problem) for problem in problems])
    listing.cache.put(_KIND, listing.key(), content.encode())  # of what was read, if that differs
    return problems


def check_tree(tree: Tree) -> list[Problem]:
    """Every problem of a tree, in file order, without the warnings that its files accept."""
    files = tree.by_place()
    with Index(None, files.__getitem__) as index:
        index.update({place: ("", file) for place, file in files.items()})
        return _told(tree, _found_alone(tree), index)


def _kept_problems(listing: Listing, tree: Tree | None) -> list[Problem] | None:
    """The problems by what is kept of earlier runs; None where nothing can be kept."""
    path = listing.cache.file("facts", listing.name)
    if path is None:
        return None
    try:
        return _problems_since(path, listing, tree)
    except sqlite3.OperationalError:
        return None  # it cannot be written, or another run takes long
    except sqlite3.DatabaseError:
        path.unlink(missing_ok=True)  # it is damaged
        return None


def _problems_since(path: Path, listing: Listing, tree: Tree | None) -> list[Problem]:
    """Read the files that changed since an index was kept, and judge what changed with them."""
    read: dict[str, File[RawFile]] = {}
    with Index(path, lambda place: read.get(place) or file_at(listing, place)) as index:
        known, present = index.known(), {one.place: one for one in listing.entries}
        changed = _doubled(present) | {
            place
            for place, entry in present.items()
            if not (digest := listing.digest(entry)) or known.get(place) != digest
        }
        if tree:
            part = tree.only({id_at(place) for place in changed})
        else:
            part = part_of(listing, changed) if known else tree_of(listing)
        read.update(part.by_place())
        found = _found_alone(part)
        failed = {Path(problem.path).stem for problem in found}
        index.update(
            {place: ("", None) for place in known if place not in present or place in changed}
            | {
                place: ("" if file.id in failed else listing.digest(present[place]), file)
                for place, file in read.items()
                if place in changed
            }
        )
        return _told(part, found, index)


def _doubled(places: Iterable[str]) -> set[str]:
    """Places of sources whose ids are taken twice: which of them counts goes by the other."""
    pages = [place for place in places if place.startswith("sources/")]
    times = Counter(map(id_at, pages))
    twice = {identifier for identifier, count in times.items() if count > 1}
    return {place for place in pages if id_at(place) in twice} if twice else set()


def _found_alone(tree: Tree) -> list[Problem]:
    """What is wrong in files by themselves once they are read, and is not accepted in them."""
    accepted = {
        (shown(file.document.path), rule) for file in tree.files() for rule in file.data.accept
    }
    return [
        problem
        for find in ALONE
        for problem in find(tree)
        if problem.severity == "error" or (problem.path, problem.rule) not in accepted
    ]


def _told(tree: Tree, alone: list[Problem], index: Index) -> list[Problem]:
    """In file order: what was found when files were read, in each alone, and between them."""
    return sorted([*tree.problems, *alone, *index.judge(BETWEEN, tree.unread)])


_KIND = "problems"


def places(paths: Iterable[Path], root: Path) -> frozenset[Path]:
    """Files and folders of a tree, as whole paths.

    Raises:
        WrongPathError: One of the paths is not there, or lies outside of the tree.
    """
    named = frozenset(path.resolve() for path in paths)
    for path in sorted(named):
        if not path.exists():
            raise WrongPathError(f"{shown(path)} is not there. Name files or folders of raw/.")
        if not path.is_relative_to(root.resolve()):
            raise WrongPathError(
                f"{shown(path)} lies outside of {shown(root)}, which is what is checked. "
                "Name another folder of raw files with --raw."
            )
    return named


def problems_of(problems: Iterable[Problem], named: frozenset[Path]) -> list[Problem]:
    """Those problems of a tree that lie in one of its files or folders."""
    kept = []
    for problem in problems:
        place = Path(problem.path).resolve()
        if named & {place, *place.parents}:
            kept.append(problem)
    return kept

"""Rules between the files of `raw/`: one function a rule, with an id and a line that says it."""

from __future__ import annotations

import json
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
from ai_chip_deals.checks.passed import Passed
from ai_chip_deals.checks.rules import RULES as RULES
from ai_chip_deals.errors import Problem, WrongPathError, shown
from ai_chip_deals.raw.files import Tree, garbage_kept, tree_of
from ai_chip_deals.raw.listing import Listing


def find_problems(root: Path, cache: Cache = NO_CACHE) -> list[Problem]:
    """Every problem under `raw/`, in file order: of each file, and between files."""
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
        passed = Passed(listing) if listing.cache else None
        problems = check_tree(tree or tree_of(listing), passed)
    content = json.dumps([astuple(problem) for problem in problems])
    listing.cache.put(_KIND, listing.key(), content.encode())
    return problems


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


def check_tree(tree: Tree, passed: Passed | None = None) -> list[Problem]:
    """Every problem of a tree, in file order, without the warnings that its files accept.

    Args:
        tree: What is checked.
        passed: Which of its files are known to break no rule of one file.
    """
    alone = [rule for rule in RULES.values() if rule.of_one_file]
    between = [rule for rule in RULES.values() if not rule.of_one_file]
    unknown = passed.others(tree) if passed else tree
    found = [problem for rule in alone for problem in rule.find(unknown)]
    if passed:
        passed.note(tree, found)
    found += [problem for rule in between for problem in rule.find(tree)]
    accepted = {
        (shown(file.document.path), rule_id)
        for file in tree.files()
        for rule_id in file.data.accept
    }
    kept = [
        problem
        for problem in found
        if problem.severity == "error" or (problem.path, problem.rule) not in accepted
    ]
    return sorted(tree.problems + kept)

"""What each file says that other files are held against: facts, in groups.

A rule between files looks at one group at a time: all that is said of one id, address, value. So
after a change only those groups are judged again of which something else is said than before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, TypeAlias

from pydantic_core import from_json, to_json

from ai_chip_deals.raw.building import Steps
from ai_chip_deals.raw.fields import RawFile
from ai_chip_deals.raw.files import MODELS, File, id_at

Key: TypeAlias = tuple[Any, ...]
"""Of what something is said, in words of JSON: the kind of group, and what tells groups apart."""


class Fact(NamedTuple):
    """Something that a file says, in words of JSON."""

    key: Key
    said: Sequence[Any] | Mapping[str, Any]
    steps: Steps
    """Where it is said."""

    def written(self) -> Written:
        """As it is kept: without its place, so that a file that is only moved about is the same."""
        said = _written_before(self.said) if type(self.said) is tuple else written(self.said)
        return Written(_written_before(self.key), said)


class Written(NamedTuple):
    """A fact as it is kept."""

    key: str
    said: str


@dataclass(eq=False)
class Known:
    """A fact of an index, and the file that says it."""

    place: str
    fact: Written

    @property
    def id(self) -> str:
        """The id of the file."""
        return id_at(self.place)

    @property
    def kind(self) -> str:
        """The kind of the file."""
        return self.place.partition("/")[0]

    @cached_property
    def said(self) -> Any:
        """What it says."""
        return from_json(self.fact.said)


class Group(NamedTuple):
    """All facts of one key, in the order of the files' places."""

    key: Key
    facts: Sequence[Known]


State = Callable[[File[RawFile]], Iterator[Fact]]

_STATING: list[State] = []


def states(state: State) -> State:
    """Register a function that tells facts of a file."""
    _STATING.append(state)
    return state


def facts_of(file: File[RawFile]) -> Iterator[Fact]:
    """All that a file says that matters to others."""
    for state in _STATING:
        yield from state(file)


def kind_of(file: File[RawFile]) -> str | None:
    """The kind of an entity's or source's file: the folder that it lies in."""
    return next((kind for kind, model in MODELS.items() if type(file.data) is model), None)


def written(words: Sequence[Any] | Mapping[str, Any]) -> str:
    """A key, or what is said, as text."""
    return to_json(words).decode()


_written_before = lru_cache(maxsize=100_000)(written)  # most of it is said often

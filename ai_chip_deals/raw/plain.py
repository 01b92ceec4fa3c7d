"""The value of a YAML document in which nothing is out of the ordinary, read quickly.

Most files are as they should be, and nobody asks for a place in them. What is read here, `Builder`
reads as the same value and without a problem; whatever it may have to refuse is left to it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import yaml

from ai_chip_deals.raw.building import FORMULA, MAX_DEPTH, Event, Value, is_ambiguous, plain_scalar

_UNUSUAL_STARTS = frozenset(["", *FORMULA, *"~.<0123456789yYnNoOtTfF"])
"""How a text begins that is a formula, or that without quotes may say something else."""


class UnusualError(Exception):
    """A document is for `Builder` to read."""


def plain_value(text: str) -> dict[str, Value]:
    """What a document says that is one mapping, with nothing unusual in it.

    Raises:
        UnusualError: It is something else, or something in it is unusual.
        yaml.MarkedYAMLError: It is no YAML.
    """
    # Where a file has none of these, its texts hold neither markup, nor what is written as an
    # escape (but quotation marks), and none is cut by a comment.
    signed = text.replace('\\"', "")
    if "<" in signed or "](" in signed or "\\" in signed or " #" in signed:
        raise UnusualError
    # As `yaml.parse` has them, without a step of Python's between any two of them.
    following: Callable[[], Event] = yaml.CSafeLoader(text).get_event
    following()  # the start of the stream
    if type(following()) is not yaml.DocumentStartEvent:
        raise UnusualError
    value = _value(following(), following, 0)
    following()  # the end of the document
    if not isinstance(value, dict) or type(following()) is not yaml.StreamEndEvent:
        raise UnusualError
    return value


def _value(event: Event, following: Callable[[], Event], depth: int) -> Value:
    # Every alias has an anchor, the one that it stands for.
    if event.anchor is not None or event.tag is not None or depth > MAX_DEPTH:
        raise UnusualError
    kind = type(event)  # no event is of a subclass, and there are many for each file
    if kind is yaml.ScalarEvent:
        text: str = event.value
        if text[:1] not in _UNUSUAL_STARTS:
            return text
        if event.implicit[0]:  # neither between quotes nor a block
            return _unquoted(text)
        if text.startswith(FORMULA):
            raise UnusualError
        return text
    return (_mapping if kind is yaml.MappingStartEvent else _sequence)(following, depth + 1)


def _mapping(following: Callable[[], Event], depth: int) -> dict[str, Value]:
    mapping: dict[str, Value] = {}
    while type(event := following()) is yaml.ScalarEvent:
        key: str = event.value
        if event.anchor or event.tag or key in mapping or _is_ambiguous_key(key):
            raise UnusualError
        mapping[key] = _value(following(), following, depth)
    if type(event) is not yaml.MappingEndEvent:
        raise UnusualError
    return mapping


def _sequence(following: Callable[[], Event], depth: int) -> list[Value]:
    items: list[Value] = []
    while type(event := following()) is not yaml.SequenceEndEvent:
        items.append(_value(event, following, depth))
    return items


_is_ambiguous_key = lru_cache(maxsize=1000)(is_ambiguous)  # in every file they are the same few


@lru_cache(maxsize=10_000)  # days, terms and ids are written again and again
def _unquoted(text: str) -> Value:
    value = plain_scalar(text)
    if value is text and (is_ambiguous(text) or text.startswith(FORMULA)):
        raise UnusualError
    return value

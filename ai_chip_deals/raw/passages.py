"""Passages: a pointer to a sentence and a proof of it, without the sentence.

A passage holds the first and last few words of a sentence and the SHA-256 of its normalised
text. Whoever holds the page can find the sentence and prove it; nobody can read it here.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Annotated
from urllib.parse import quote as percent_encoded
from urllib.parse import urldefrag

from pydantic import Field

from ai_chip_deals.errors import SealError
from ai_chip_deals.raw.building import FORMULA
from ai_chip_deals.raw.fields import RawModel

MAX_WORDS = 6
MAX_CHARACTERS = 12
MAX_SENTENCE = 1_200
MAX_PLACES = 10_000
"""No page has so many places that start and end alike; one that was made to waste time does."""
SHA256_PATTERN = r"^[0-9a-f]{64}$"
DIGEST_PATTERN = r"^[0-9a-f]{8}$"


class Passage(RawModel):
    """Where a sentence starts and ends, and the proof that it is the one."""

    start: Annotated[str, Field(min_length=1)]
    """Its first words, as on the page."""
    end: Annotated[str, Field(min_length=1)]
    """Its last words, as on the page."""
    sha256: Annotated[str, Field(pattern=SHA256_PATTERN)]
    """The SHA-256 of the normalised sentence."""
    figures: Annotated[str | None, Field(pattern=DIGEST_PATTERN)] = None
    """A digest of the claim's own figures and dates, so that an edit after sealing is caught."""


def seal(sentence: str, figures: Mapping[str, str]) -> Passage:
    """The passage that stands for a sentence.

    Raises:
        SealError: The sentence is too short to be pointed at without copying half of it, too long
            for one sentence, or starts like a formula.
    """
    text = _BULLET.sub("", " ".join(sentence.split()))
    if text.startswith(FORMULA):
        raise SealError(f"the quote starts with {text[0]!r}: start with the word after it")
    if len(text) > MAX_SENTENCE:
        raise SealError(f"the quote has {len(text)} characters, more than {MAX_SENTENCE}")
    start, end = _ends(text)
    return Passage(start=start, end=end, sha256=digest(text), figures=figures_digest(figures))


def digest(sentence: str) -> str:
    """The SHA-256 of a sentence as normalised."""
    return _sha256(normalise(sentence))


def figures_digest(figures: Mapping[str, str]) -> str | None:
    """A short digest of figures and dates as stated, by field; None where there are none."""
    if not figures:
        return None
    stated = json.dumps(dict(sorted(figures.items())), ensure_ascii=False)
    return hashlib.sha256(stated.encode()).hexdigest()[:8]


_SINGLE_QUOTES = dict.fromkeys("‘’‚‛′ʼ´`", "'")
_DOUBLE_QUOTES = dict.fromkeys("“”„‟″«»", '"')
_ASCII = str.maketrans(_SINGLE_QUOTES | _DOUBLE_QUOTES | {"−": "-"})
_CJK = r"[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
_BULLET = re.compile(r"^(?:[-–—*•·▪◦■□●○◆▶]\s+)+")  # marks an item of a list, and is no part of it
_WORD_OR_CHARACTER = re.compile(r"[A-Za-z0-9.]+|.")
_SPACE_IN_CJK = re.compile(rf"(?<={_CJK}) (?={_CJK})")
# Before NFKC makes ASCII of the fullwidth punctuation that stands between CJK characters.
_WIDE = _CJK.replace("]", r"\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]")
_SPACE_IN_WIDE = re.compile(rf"(?<={_WIDE})\s+(?={_WIDE})")


def normalise(text: str) -> str:
    """A text as it is hashed: what differs between copies of a page is made alike.

    Quotes, apostrophes and dashes become ASCII, NFKC is applied, format characters go, case is
    folded, and white space is collapsed, and dropped between CJK characters.
    """
    text = _SPACE_IN_WIDE.sub("", text)
    compatible = unicodedata.normalize("NFKC", text.translate(_ASCII)).translate(_ASCII)
    kept = (
        "-" if unicodedata.category(character) == "Pd" else character
        for character in compatible
        if unicodedata.category(character) != "Cf"
    )
    return _SPACE_IN_CJK.sub("", " ".join("".join(kept).casefold().split()))


@lru_cache(maxsize=2)  # a page is looked through for each of its claims
def _normalised_page(text: str) -> str:
    return normalise(text)


def find(passage: Passage, text: str) -> str | None:
    """The passage's sentence, normalised, in a text that holds it; None where it does not."""
    return next((one for one in _places(passage, text) if _sha256(one) == passage.sha256), None)


def find_alike(passage: Passage, text: str) -> str | None:
    """The shortest part of a text, normalised, that starts and ends as the passage does, if any."""
    return min(_places(passage, text), key=len, default=None)


def _places(passage: Passage, text: str) -> Iterator[str]:
    page = _normalised_page(text)
    start, end = normalise(passage.start), normalise(passage.end)
    # Looked ahead at, so that places which overlap ("ha ha ha") are all tried.
    starts, ends = (re.compile(f"(?={re.escape(words)})") for words in (start, end))
    tried = 0
    for first in islice(starts.finditer(page), MAX_PLACES):
        here = first.start()
        for last in ends.finditer(page, here, here + 2 * MAX_SENTENCE):
            if tried == MAX_PLACES:
                return
            tried += 1
            yield page[here : last.start() + len(end)]


def link(url: str, start: str, end: str) -> str:
    """The address that opens a page with the passage highlighted (a text fragment)."""
    page, fragment = urldefrag(url)
    directive = f":~:text={_encoded(start)},{_encoded(end)}"
    return f"{page}#{fragment}{directive}"


def _sha256(normalised: str) -> str:
    return hashlib.sha256(normalised.encode()).hexdigest()


def _encoded(text: str) -> str:
    # In a text directive "-", "," and "&" are syntax; quote() leaves the first as it is.
    return percent_encoded(text, safe="").replace("-", "%2D")


def is_an_end(text: str) -> bool:
    """Whether an end of a passage shows a word or more, and no more than sealing leaves of it."""
    words, pieces = len(text.split()), len(_WORD_OR_CHARACTER.findall(text))
    shows = any(character.isalnum() for character in text)
    spaced = words > 1 or not _is_spaceless(text)
    return shows and (pieces <= MAX_CHARACTERS or (spaced and words <= MAX_WORDS))


def _is_spaceless(text: str) -> bool:
    return len(re.findall(_CJK, text)) > len(text) / 3


def _ends(text: str) -> tuple[str, str]:
    """The first and last words, together at most half of the text."""
    pieces, joint, most = (
        (_WORD_OR_CHARACTER.findall(text), "", MAX_CHARACTERS)
        if _is_spaceless(text)
        else (text.split(" "), " ", MAX_WORDS)
    )
    whole = normalise(text)
    for count in range(min(most, len(pieces) // 4), 0, -1):
        start, end = joint.join(pieces[:count]).strip(), joint.join(pieces[-count:]).strip()
        # A cut between a letter and its mark could not be found again.
        findable = whole.startswith(normalise(start)) and whole.endswith(normalise(end))
        fits = is_an_end(start) and is_an_end(end) and 2 * len(start + end) <= len(text)
        if findable and fits and not end.startswith(FORMULA):
            return start, end
    raise SealError("the quote is too short: paste the whole sentence")

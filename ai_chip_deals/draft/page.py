"""The head of a source file: what a page's address and text tell about it without being read."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote, urlsplit

from ai_chip_deals.raw.building import FORBIDDEN, FORMULA
from ai_chip_deals.raw.chains import registrable
from ai_chip_deals.raw.files import slug

MAX_TITLE = 200
"""Beyond so many characters the first line of a text is no title."""
TOPIC_WORDS = 5
"""So many words of an address name the topic in an id."""

_LANGUAGES = {
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
    "ARABIC": "ar",
    "DEVANAGARI": "hi",
    "CYRILLIC": "ru",
    "BENGALI": "bn",
    "GREEK": "el",
    "HEBREW": "he",
    "TAMIL": "ta",
    "THAI": "th",
}
"""The most usual language of a script, by the word that starts the names of its characters."""
_SCRIPT_SHARE = 0.1
"""So large a part of the letters tells the language, for pages full of Latin product names."""


def language_of(text: str) -> str | None:
    """The language that the script of a text stands for; None for Latin script, which has many."""
    scripts = Counter(
        _LANGUAGES.get(unicodedata.name(character, "").split(" ")[0].partition("-")[0])
        for character in text
        if character.isalpha()
    )
    letters = scripts.total()
    for language, count in scripts.items():
        if language in ("ja", "ko") and count > _SCRIPT_SHARE * letters:
            return language  # Japanese and some Korean have Chinese characters too
    latin = scripts.pop(None, 0)
    language, count = max(scripts.items(), key=lambda pair: pair[1], default=(None, 0))
    return language if count > latin or count > 2 * _SCRIPT_SHARE * letters else None


@dataclass(frozen=True)
class Stated:
    """The day that an address states, as EDTF, and whether it is a whole one."""

    text: str
    whole: bool


def day_of(url: str) -> Stated | None:
    """The day in an address such as `/2024/09/30/`, or its month; None where it has neither."""
    path = urlsplit(url).path
    for pattern in _DAYS:
        for match in pattern.finditer(path):
            try:
                day = date(*(int(match[part]) for part in ("year", "month", "day")))
            except ValueError:
                continue
            return Stated(day.isoformat(), whole=True)
    month = _MONTH.search(path)
    return Stated(f"{month[1]}-{month[2]}", whole=False) if month else None


_DAYS = (
    re.compile(
        r"(?<!\d)(?P<year>20\d\d)(?P<sign>[/_.-])(?P<month>\d\d?)(?P=sign)(?P<day>\d\d?)(?!\d)"
    ),
    re.compile(r"(?<!\d)(?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)(?!\d)"),
)
_MONTH = re.compile(r"(?<!\d)(20\d\d)[/-](0[1-9]|1[0-2])(?!\d)")


def title_of(url: str, text: str) -> tuple[str, str]:
    """The title of a page, and the text that is left below it.

    The first line of the text where it looks like a title, else the words of the address.
    """
    first, _, rest = text.strip().partition("\n")
    line = _as_title(first)
    if line and len(line) <= MAX_TITLE and not line.endswith((".", "。", "।", ".”", '."')):
        return line, rest
    words = _words(url)
    return " ".join(words).capitalize() or site_of(url), text


def _as_title(line: str) -> str:
    """A line without what a reader of YAML or a spreadsheet would stumble over."""
    return FORBIDDEN.sub("", " ".join(line.split())).lstrip("".join(FORMULA) + "# ").strip()


def id_of(url: str, title: str) -> str:
    """`<site>-<topic>`: from the words of the address, else of the title, else its last number."""
    words = _words(url) or _letters_first(unicodedata.normalize("NFKD", title))
    words = words if len(words) > 1 else []
    last = slug(unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2].partition(".")[0])
    topic = "-".join(words[:TOPIC_WORDS]) or last or "page"
    return f"{site_of(url)}-{topic}"


def site_of(url: str) -> str:
    """The name of a site in an id: its domain without what every domain ends in."""
    return slug(registrable(url).partition(".")[0])


def _words(url: str) -> list[str]:
    """The words of the part of an address that has most of them, in lower case and ASCII."""
    path = re.sub(r"\.[a-z]{3,5}$", "", unquote(urlsplit(url).path))
    parts = [_letters_first(part) for part in path.split("/")]
    most = max(parts, key=len)
    return most if len(most) > 1 else []


def _letters_first(text: str) -> list[str]:
    return [word for word in slug(text).split("-") if re.fullmatch(r"[a-z][a-z0-9]*", word)]

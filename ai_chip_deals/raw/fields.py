"""The types of the fields that raw files share, and the base of every file's model."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, TypeAlias, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    Strict,
    WithJsonSchema,
)

from ai_chip_deals.errors import TextSyntaxError
from ai_chip_deals.raw.amounts import Amount
from ai_chip_deals.raw.dates import Day
from ai_chip_deals.vocabulary import (
    HARDWARE_UNITS,
    ID_PATTERN,
    POWER_UNITS,
    SPEC_UNITS,
    WINDOW_PATTERN,
    PartyRole,
    Term,
    Unit,
)

KEY_TEXT_PATTERN = r"^[^/]+$"

# Made where it is needed, for pydantic looks all through a default that is there to copy it.
EMPTY_LIST: Any = Field(default_factory=list, json_schema_extra={"default": []})
"""The default of a list that may be left out."""

AnyTerm = TypeVar("AnyTerm", bound=Term)
Written: TypeAlias = Annotated[AnyTerm, Strict(False)]
"""A term of a closed list, as the text that a file has for it."""


class RawModel(BaseModel):
    """A mapping in a raw file: unknown keys are refused and nothing is coerced."""

    model_config = ConfigDict(
        strict=True, extra="forbid", frozen=True, use_attribute_docstrings=True
    )


class RawFile(RawModel):
    """A raw file: what every kind of it may hold."""

    id: Annotated[str | None, Field(pattern=ID_PATTERN)] = None
    """The file's name without its ending; may be left out."""
    accept: dict[str, Annotated[str, Field(min_length=10)]] = Field(
        default_factory=dict, json_schema_extra={"default": {}}
    )
    """Warnings that this file accepts: the rule's id, and the reason in a sentence."""


def _parsed(
    parse: Callable[[str], Any], example: str, *, numbers: bool = False
) -> tuple[PlainValidator, WithJsonSchema]:
    """A field that a grammar reads from text, or from a whole number where that is such a text."""
    parse = lru_cache(maxsize=10_000)(parse)  # many days and not a few amounts are written often

    def read(value: object) -> Any:
        if isinstance(value, str):
            return parse(value)
        if numbers and isinstance(value, int) and not isinstance(value, bool):
            return parse(str(value))
        raise TextSyntaxError(str(value), f"text such as '{example}'", "Put it between quotes.")

    types = ["string", "integer"] if numbers else "string"
    return PlainValidator(read), WithJsonSchema({"type": types, "examples": [example]})


def _amount(
    example: str, *, units: tuple[Unit, ...] = (), default: Unit | None = None, money: bool = False
) -> tuple[PlainValidator, WithJsonSchema]:
    """An amount that counts one of `units`, or money; a bare number counts `default`."""

    def parse(text: str) -> Amount:
        amount = Amount.parse(text)
        unit = amount.unit or (None if amount.currency else default)
        if unit in HARDWARE_UNITS and any(number % 1 for number in amount.printed):
            raise TextSyntaxError(text, "a whole number of things")
        if unit in units or (money and amount.currency):
            return amount if unit is amount.unit else amount.counting(unit)
        found = amount.currency or amount.unit or "a bare number"
        raise TextSyntaxError(text, f"an amount such as '{example}', not in {found}")

    return _parsed(parse, example, numbers=True)


def _count(text: str) -> Amount:
    amount = Amount.parse(text)
    if amount.currency:
        raise TextSyntaxError(text, "a count, not money", "Prices belong to launches.")
    return amount


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
        if day.isoformat() != text:  # such as 2026-W01-1
            raise ValueError
        return day
    except ValueError:
        raise TextSyntaxError(text, "a day such as '2026-11-23'") from None


_USUAL_URL = re.compile(r"https?://(?:[a-z0-9-]+\.)+[a-z]+/[!-~]*")
"""Most addresses: to see that of each saves to take it apart, which takes long."""


def checked_url(text: str) -> str:
    """An address of a page, as it is written.

    Raises:
        TextSyntaxError: It is no such address.
    """
    if _USUAL_URL.fullmatch(text):
        return text
    try:
        parts = urlsplit(text)
    except ValueError:
        raise TextSyntaxError(text, "an address with a host such as 'example.org'") from None
    if parts.scheme not in ("http", "https") or "." not in (parts.hostname or ""):
        fix = "" if "://" in text else f"Write 'https://{text}'."
        raise TextSyntaxError(text, "an address that starts with https:// or http://", fix)
    if any(map(str.isspace, text)):
        raise TextSyntaxError(text, "an address without spaces", "Write a space as %20.")
    return text


def _country(text: str) -> str:
    from iso3166 import countries_by_alpha2, countries_by_alpha3, countries_by_name

    if text not in countries_by_alpha2 and text != "EU":
        tables = (countries_by_alpha2, countries_by_alpha3, countries_by_name)
        named = next((table[text.upper()] for table in tables if text.upper() in table), None)
        code = named.alpha2 if named else _COUNTRY_SLIPS.get(text.upper())
        hint = f"Write '{code}'." if code else ""
        raise TextSyntaxError(text, "an ISO 3166-1 code of two letters, or EU", hint)
    return text


_COUNTRY_SLIPS = {
    "UK": "GB",
    "UNITED KINGDOM": "GB",
    "USA": "US",
    "UNITED STATES": "US",
    "SOUTH KOREA": "KR",
    "KOREA": "KR",
    "TAIWAN": "TW",
    "RUSSIA": "RU",
    "VIETNAM": "VN",
}

# UN M49 codes of the areas that observations are made for; countries have their ISO 3166-1 code.
AREAS = {
    "001": "World",
    "002": "Africa",
    "003": "North America",
    "019": "Americas",
    "034": "Southern Asia",
    "035": "South-eastern Asia",
    "142": "Asia",
    "145": "Western Asia",
    "150": "Europe",
    "419": "Latin America and the Caribbean",
}


def _region(text: str) -> str:
    if text in AREAS:
        return text
    try:
        return _country(text)
    except TextSyntaxError as error:
        expected = 'an ISO 3166-1 code, EU, or a UN M49 code such as "001" for the world'
        raise TextSyntaxError(text, expected, error.fix) from None


def checked_language(text: str) -> str:
    """A BCP 47 language tag, as it is written.

    Raises:
        TextSyntaxError: It is no such tag.
    """
    if text in LANGUAGES.values():
        return text
    from langcodes import tag_is_valid  # which takes long to load

    if "_" in text or not tag_is_valid(text):
        code = LANGUAGES.get(text.lower())
        fix = f"Write '{code}'." if code else ""
        raise TextSyntaxError(text, "a BCP 47 language tag such as 'en' or 'zh-Hans'", fix)
    return text


LANGUAGES = {
    "arabic": "ar",
    "azerbaijani": "az",
    "bokmål": "nb",
    "brazilian portuguese": "pt-BR",
    "chinese": "zh",
    "czech": "cs",
    "dutch": "nl",
    "english": "en",
    "filipino": "fil",
    "finnish": "fi",
    "french": "fr",
    "german": "de",
    "hebrew": "he",
    "hindi": "hi",
    "hungarian": "hu",
    "indonesian": "id",
    "italian": "it",
    "japanese": "ja",
    "korean": "ko",
    "lithuanian": "lt",
    "norwegian": "no",
    "polish": "pl",
    "portuguese": "pt",
    "romanian": "ro",
    "russian": "ru",
    "simplified chinese": "zh-Hans",
    "spanish": "es",
    "swedish": "sv",
    "telugu": "te",
    "traditional chinese": "zh-Hant",
    "turkish": "tr",
    "vietnamese": "vi",
}
"""The codes of languages that pages are in, by the names that are written in their place."""


def _text(value: object) -> object:
    if isinstance(value, str) and value != value.strip():
        raise TextSyntaxError(value, "text without space around it")
    return value


Id = Annotated[str, Field(pattern=ID_PATTERN)]
"""An id: a lowercase slug, the name of a file."""
Text = Annotated[str, Field(min_length=1, max_length=500), BeforeValidator(_text)]
KeyText = Annotated[Text, Field(pattern=KEY_TEXT_PATTERN)]
"""Text that becomes part of a key, whose parts are joined by slashes."""
Window = Annotated[str, Field(pattern=WINDOW_PATTERN)]

Hardware = Annotated[Amount, *_amount("more than 100000", units=HARDWARE_UNITS, default=Unit.CHIP)]
Money = Annotated[Amount, *_amount("9.7B USD", money=True)]
Power = Annotated[Amount, *_amount("up to 6 GW", units=POWER_UNITS)]
Percent = Annotated[Amount, *_amount("60%", units=(Unit.PERCENT,))]
Equity = Annotated[Amount, *_amount("160M shares", units=(Unit.SHARE, Unit.PERCENT), money=True)]
SpecAmount = Annotated[Amount, *_amount("141 GB", units=SPEC_UNITS)]
Count = Annotated[Amount, *_parsed(_count, "more than 10M", numbers=True)]

VagueDay = Annotated[Day, *_parsed(Day.parse, "2024-07", numbers=True)]
CalendarDay = Annotated[date, *_parsed(_day, "2026-11-23")]
Url = Annotated[str, *_parsed(checked_url, "https://example.org/news/1")]
Country = Annotated[str, *_parsed(_country, "CN")]
Region = Annotated[str, *_parsed(_region, "CN")]
Language = Annotated[str, *_parsed(checked_language, "en")]


Parties = Annotated[list[Id], Field(min_length=1)]
"""Organizations; `others` leaves the list open, `undisclosed` stands for one not named."""


class WithParties(RawModel):
    """The roles in which a claim or a deal's file may name organizations."""

    buyers: Parties | None = None
    """Who gets the hardware, capacity or licence and pays for it."""
    sellers: Parties | None = None
    """Whom the buyer pays."""
    partners: Parties | None = None
    """Who develop together, where nobody buys."""
    end_users: Parties | None = None
    """Who uses the hardware in the end, where that is not the buyer."""
    operators: Parties | None = None
    """Who runs the hardware."""
    intermediaries: Parties | None = None
    """Who stands between seller and buyer."""
    financiers: Parties | None = None
    """Who lends, invests or guarantees."""
    authorities: Parties | None = None
    """Who permits, forbids, awards or prosecutes."""

    def parties(self) -> dict[PartyRole, list[str]]:
        """The parties stated, by role."""
        stated = {role: getattr(self, role) for role in PartyRole}
        return {role: ids for role, ids in stated.items() if ids}

"""Numbers as texts write them: grouped digits, scale words and number words in many languages.

The readings are generous, since they only tell whether a figure *may* stand in a sentence. What is
never read is a part of a number: not 100 in "100,000", not 2000 in "2000万", not 100 in "H100".
"""

import math
import re
import unicodedata
from collections.abc import Collection, Iterator
from itertools import chain, pairwise, zip_longest
from typing import NamedTuple

from text_to_num import alpha2digit

# Words that also mean one of their scale when they stand alone ("a million", "mille puces").
# Words of five letters and more may end in up to three more: "millions", "миллионами", "milyonluk".
_WORDS = {
    12: "dozen dutzend douzaine docena dozzina dúzia dozijn",
    1e3: "thousand tausend mille mil duizend tusen tysiąc tysięcy seribu тысяч тисяч "
    "ألف ألفا الف آلاف",
    1e5: "lakh lakhs",
    1e6: "million millon millón milhão milhões milion miljoen miljon milyon juta triệu miljoona "
    "миллион мільйон مليون ملايين",
    1e7: "crore",
    1e9: "billion milliard miljard miliard milyar miliar miljardi bilhão bilhões "
    "миллиард мільярд مليار",
    1e12: "trillion billionen billon billón bilião biliões biljoen biljon bilion trilhão trilhões "
    "trilyon triliun триллион трильйон تريليون",
}
# Marks that scale only the digits before them.
_MARKS = {
    100: "hundred 百 백",
    1e3: "k tsd mila bin ribu ribuan nghìn ngàn tys тыс тис हजार हज़ार 千 천",
    1e4: "万 萬 만",
    1e5: "लाख",
    1e6: "m mn mio mln mi млн मिलियन",
    1e7: "करोड़ करोड కోట్ల",
    1e8: "億 亿 억",
    1e9: "b bn bi mrd md mds mdr mld mia tỷ tỉ млрд अरब बिलियन",
    1e12: "t tn trn трлн 兆 조",
}
# Marks that may be a unit or part of a model's name ("5 t", "910B"): the bare number is read too.
_UNSURE = {"k", "m", "b", "t", "mi", "bi", "bin"}
_SHARES = {"three quarters": 0.75, "quarter": 0.25}  # else a half
_HALF_OF_ALL = "half|hälfte|moitié|mitad|metade|metà|helft|połow|половин|一半|半数|절반"
_HALF_OF_ONE = "half|halbe|halben|demi|medio|meio|mezzo|pół|setengah"
_LANGUAGES = ("en", "fr", "es", "pt", "de", "nl", "it")  # those of text2num
_DECIMAL_COMMAS = frozenset(
    ("da", "de", "es", "fr", "id", "it", "nl", "pl", "pt", "ru", "sv", "tr", "uk", "vi")
)
_AND = frozenset(["and", "or", "und", "oder", "et", "ou", "y", "o", "e", "en", "и"])

_LETTERS = "a-zß-öø-ɏḀ-ỿЀ-ӿء-ي"
_ENDING = f"(?![{_LETTERS}0-9])"


def numbers_in(text: str) -> frozenset[float]:
    """Every number that a reader may find in a text, under every usual reading of its writing.

    Case and Unicode compatibility forms do not matter. "Half" is 0.5 and, as a percentage, 50.

    Example:
        >>> sorted(numbers_in("100,000 H100 for US$9.7bn"))
        [100000.0, 9700000000.0]
    """
    plain = _normalised(text)
    spellings = {plain, *_spelled_in_digits(plain)}
    shares = {_SHARES.get(word, 0.5) for word in _SHARE.findall(plain.replace("-", " "))}
    numbers = frozenset(number for spelling in spellings for number in _read(spelling))
    return numbers | shares | {100 * share for share in shares}


def occurs(number: float, text: str) -> bool:
    """Whether a text states a number in any usual writing.

    Example:
        >>> occurs(100_000, "a hundred thousand chips")
        True
    """
    return any(math.isclose(number, found, rel_tol=1e-9) for found in numbers_in(text))


class Located(NamedTuple):
    """A number, or a range of them, at its place in a text."""

    start: int
    end: int
    low: float
    high: float
    """The same as `low` where the text gives no range."""


def located(text: str, language: str = "en") -> tuple[str, list[Located]]:
    """The text as it is read, and the numbers in it under their most usual reading.

    Case and Unicode compatibility forms are levelled; number words of the language stand in digits.

    Example:
        >>> located("Between 40,000 and 50,000 chips")[1]
        [Located(start=8, end=25, low=40000.0, high=50000.0)]
    """
    primary = language.partition("-")[0]
    read = _CURRENCY_CODE.sub(r"\g<0> ", _levelled(text))  # "rmb70bn" has a figure, not a name
    if primary in _LANGUAGES:
        read = list(_spelled_in_digits(read))[_LANGUAGES.index(primary)]
    figures = [_figure(match) for match in _FIGURE.finditer(read) if match["number"]]
    comma = primary in _DECIMAL_COMMAS
    return read, list(_in_ranges(list(_compounds(figures, read)), read, comma))


def _normalised(text: str) -> str:
    """The text levelled, without its currencies."""
    return _CURRENCY.sub("", _levelled(text))


def _levelled(text: str) -> str:
    """Lower case, ASCII digits and punctuation, halves and small Chinese numbers in digits."""
    text = text.encode(errors="replace").decode()  # text2num refuses lone surrogates
    text = unicodedata.normalize("NFKC", text).lower().translate(_PUNCTUATION)
    text = re.sub(r"\d", lambda digit: str(int(digit[0])), " ".join(text.split()))
    text = _CHINESE.sub(_chinese_in_digits, text)
    text = _THOUSANDS.sub(lambda parts: str(int(parts[1]) * 1000 + int(parts[2])), text)
    text = _AND_MORE.sub("", text)
    text = re.sub(r"(?<=\d) and a half\b", ".5", text).replace(" and a half", " point five")
    return _HALF_OF.sub("0.5", text)


def _chinese_in_digits(match: re.Match[str]) -> str:
    total = digits = 0
    for character in match[0].translate(str.maketrans("两십백천", "二十百千")):
        value = int(unicodedata.numeric(character))
        if value < 10:
            digits = digits * 10 + value
        else:
            total, digits = total + (digits or 1) * value, 0
    return str(total + digits)


def _spelled_in_digits(text: str) -> Iterator[str]:
    """The text with its number words in digits, read once in each language; scale words stay.

    A scale word that follows a number in no language means one: "a million" becomes "a 1 million".
    """
    pieces = _WORD.split(text)
    gaps, words = pieces[::2], [f" {word}" for word in pieces[1::2]]
    readings = [[alpha2digit(gap, language, 0.0) for gap in gaps] for language in _LANGUAGES]
    for index, versions in enumerate(zip(*readings, strict=True)):
        after_scale = index > 0 and not gaps[index].strip(" -")
        after_number = any(version.rstrip(" -")[-1:].isdigit() for version in versions)
        if index < len(words) and not (after_scale or after_number):
            words[index] = " 1" + words[index]
    for reading in readings:
        yield "".join(chain.from_iterable(zip_longest(reading, words, fillvalue="")))


class _Figure(NamedTuple):
    """A number with its scale, at a place of a text."""

    start: int
    end: int
    numbers: frozenset[float]
    """The readings of the digits alone."""
    scale: float
    values: frozenset[float]
    """The readings with the scale."""


_NOTHING = _Figure(0, 0, frozenset(), 0.0, frozenset())


def _read(text: str) -> Iterator[float]:
    """The numbers of a text without number words."""
    figures = [_figure(match) for match in _FIGURE.finditer(text) if match["number"]]
    for figure in _compounds(figures, text):
        yield from filter(math.isfinite, figure.values)
    for low, high in pairwise(figures):
        if low.scale == 1 and high.scale > 1 and _RANGE.fullmatch(text, low.end, high.start):
            yield from (number * high.scale for number in low.numbers if math.isfinite(number))


def _figure(match: re.Match[str]) -> _Figure:
    numbers = frozenset(_readings(match["number"]))
    marks = _SCALE.findall(match["scales"])
    scale = math.prod(_scale(mark) for mark in marks)
    values = {number * scale for number in numbers}
    if not _UNSURE.isdisjoint(marks):
        values |= numbers
    if marks == ["billion"] and 1 in numbers:
        values.add(1e12)  # German "1 Billion"; from two on it has "Billionen"
    return _Figure(*match.span(), numbers, scale, frozenset(values))


def _scale(mark: str) -> float:
    """The scale of a mark or of an inflected word, found by its longest known beginning."""
    return next(_SCALES[mark[:end]] for end in range(len(mark), 0, -1) if mark[:end] in _SCALES)


def _readings(numeral: str) -> Iterator[float]:
    """Values of digits with separators: "100.000" is 100000 and 100, "100,000" only 100000."""
    grouped = _GROUPED.fullmatch(numeral) or _INDIAN.fullmatch(numeral)
    decimal = _DECIMAL.fullmatch(numeral)
    if grouped:
        yield float(re.sub(r"\D", "", grouped["whole"]) + "." + (grouped["decimals"] or ""))
    if decimal:
        yield float(numeral.replace(",", "."))
    if not (grouped or decimal):  # a date, a version
        yield from map(float, re.findall(r"\d+", numeral))
    for space in re.finditer(" (?!0)", numeral):  # "in May 16 500 chips"
        yield from _readings(numeral[: space.start()])
        yield from _readings(numeral[space.end() :])


def _compounds(figures: list[_Figure], text: str) -> Iterator[_Figure]:
    """Figures with falling scales summed up: "1億2000万". Parts separated by a space count too."""
    whole = _NOTHING
    for part in figures:
        gap = text[whole.end : part.start]
        if gap in {"", " ", " and "} and part.scale < whole.scale > max(part.values):
            if gap:
                yield from (whole, part)
            sums = frozenset(a + b for a in whole.values for b in part.values)
            whole = _Figure(whole.start, part.end, part.numbers, part.scale, sums)
        else:
            yield whole
            whole = part
    yield whole


def _in_ranges(figures: list[_Figure], text: str, decimal_comma: bool) -> Iterator[Located]:
    """Each figure by itself, and the two ends of a range as one."""
    figures = [figure for figure in figures if figure.values]
    index = 0
    while index < len(figures):
        first = figures[index]
        low = high = _usual(first, text, decimal_comma)
        last = first
        if index + 1 < len(figures) and _spans(first, figures[index + 1], text):
            index, last = index + 1, figures[index + 1]
            high = _usual(last, text, decimal_comma)
            low *= last.scale if first.scale == 1 and low * last.scale < high else 1
        if low <= high and math.isfinite(high):
            yield Located(first.start, last.end, low, high)
        index += 1


def _spans(first: _Figure, second: _Figure, text: str) -> bool:
    """Whether two figures are the ends of a range; "and" joins them only after "between"."""
    gap = text[first.end : second.start]
    between = re.search(r"\bbetween [$€£¥]?$", text[: first.start])
    return bool(_RANGE.fullmatch(gap)) and (gap.strip(" $€£¥") not in _AND or bool(between))


def _usual(figure: _Figure, text: str, decimal_comma: bool) -> float:
    """The reading that most pages of the language mean."""
    written = text[figure.start : figure.end]
    decimal = "," if decimal_comma else "."
    pick = min if re.search(rf"\d{re.escape(decimal)}\d", written) else max
    scaled = {number * figure.scale for number in figure.numbers} & figure.values
    return pick(scaled or figure.values)


def _by_word(scales: dict[float, str]) -> dict[str, float]:
    return {
        unicodedata.normalize("NFKC", word): scale
        for scale, words in scales.items()
        for word in words.split()
    }


def _any_of(words: Collection[str]) -> str:
    """A pattern of scale words; 千瓦 is a kilowatt, and 兆瓦 a megawatt."""
    spaced = {word for word in words if word < "ऀ"}  # from Devanagari on, none needs a space
    long = {word for word in spaced if len(word) >= 5}
    return (
        f"(?:{'|'.join(long)})[{_LETTERS}]{{0,3}}{_ENDING}|(?:{'|'.join(spaced - long)}){_ENDING}"
        + "".join(f"|{word}(?![瓦克米赫字比位])" for word in words if word not in spaced)
    )


_SCALES = _by_word(_WORDS) | _by_word(_MARKS)
_SCALE = re.compile(_any_of(_SCALES))
_WORD = re.compile(f"[ -]?(?<![{_LETTERS}])({_any_of(_by_word(_WORDS))})")

_NUMBER = r"\d{1,3}(?: \d{3}){1,5}(?!\d|[.,']\d{3})(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,']\d+)*"
_FIGURE = re.compile(
    # An identifier such as H100 is matched to be passed over; "GPU1万個" has a figure all the same.
    rf"[{_LETTERS}]\d+(?:[.,]\d+)*(?![\d.,]*[万萬億亿만억])|"
    rf"(?P<number>{_NUMBER})(?P<scales>(?:[ -]?(?:{_SCALE.pattern})\.?){{0,3}})"
)
_GROUPED = re.compile(
    r"(?P<whole>[1-9]\d{0,2}([.,' ])\d{3}(?:\2\d{3})*)(?:(?!\2)[.,](?P<decimals>\d+))?"
)
_INDIAN = re.compile(r"(?P<whole>\d{1,2}(?:,\d{2})+,\d{3})(?:\.(?P<decimals>\d+))?")
_DECIMAL = re.compile(r"(?![1-9]\d{0,2},000$)\d+(?:[.,]\d+)?")  # no one means 100 by "100,000"

_PUNCTUATION = str.maketrans("’‘ʼ‐‒–—−〜٬٫", "'''------,.")
_CODES = r"(?:usd|eur|gbp|chf|rmb|cny|hkd|twd|jpy|krw|inr|rs\.?|sgd|myr|rm|idr|rp|aed|sar)(?= ?\d)"
_CURRENCY = re.compile(rf"(?<![{_LETTERS}0-9])(?:(?:us|hk|nt|au|ca|nz|a|c|r|s)(?=\$)|{_CODES})")
_CURRENCY_CODE = re.compile(rf"(?<![{_LETTERS}0-9]){_CODES}")
_RANGE = re.compile(
    r" ?(?:[-~至到]|から|에서|से|إلى|(?<= )(?:to|and|or|bis|und|oder|à|et|ou|a|y|o|e|tot|en|до|и|do"
    r"|i|đến|hingga)(?= )) ?[$€£¥₹₩]? ?"
)
_CHINESE = re.compile(  # not 百 alone, which begins 百度
    r"(?<!\d)(?!一半)(?:[〇零一二三四五六七八九两兩十][〇零一二三四五六七八九两兩十百千]{0,15}(?!\d)"
    r"|[百千][一二三四五六七八九十百千]{0,15}(?=[万萬億亿兆])|[십백천](?=[만억조]))"
)
_THOUSANDS = re.compile(r"(\d)[千천](\d{1,3})(?=[万萬億亿만억])")  # 9천700만 is 9,700만
_AND_MORE = re.compile(r"(?<=\d)[多余餘여](?=[万萬億亿만억])")  # 1000多万 is more than 1000万
_HALF_OF = re.compile(rf"\b(?:{_HALF_OF_ONE})(?:[ -]an?)?(?={_WORD.pattern})")
_SHARE = re.compile(f"(?<![{_LETTERS}])({'|'.join(_SHARES)}|{_HALF_OF_ALL})")

"""Amounts keep their hedge, and what no article would print is refused with a fix."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_chip_deals.errors import AmountSyntaxError
from ai_chip_deals.raw.amounts import Amount
from ai_chip_deals.raw.units import PER_WORDS, UNITS
from ai_chip_deals.vocabulary import Per, Qualifier, Unit


def agree(one, other):
    """Whether the reaches of two amounts have a point in common; an end of None is open."""
    lows = [amount.reach[0] for amount in (one, other) if amount.reach[0] is not None]
    highs = [amount.reach[1] for amount in (one, other) if amount.reach[1] is not None]
    return max(lows, default=0) <= min(highs, default=float("inf"))


def sides(text):
    amount = Amount.parse(text)
    return amount.low, amount.point, amount.high


@pytest.mark.parametrize(
    ("text", "qualifier", "low", "point", "high"),
    [
        ("1600", "exact", 1600, 1600, 1600),
        ("about 1800", "about", None, 1800, None),
        ("around 1800", "about", None, 1800, None),
        ("some 1800", "about", None, 1800, None),
        ("roughly 1800", "about", None, 1800, None),
        ("nearly 1800", "nearly", None, 1800, 1800),
        ("almost 1800", "nearly", None, 1800, 1800),
        ("close to 1800", "nearly", None, 1800, 1800),
        ("more than 1800", "more_than", 1800, None, None),
        ("over 1800", "more_than", 1800, None, None),
        ("at least 1800", "at_least", 1800, None, None),
        ("fewer than 1800", "less_than", None, None, 1800),
        ("less than 1800", "less_than", None, None, 1800),
        ("under 1800", "less_than", None, None, 1800),
        ("up to 1800", "up_to", None, None, 1800),
        ("at most 1800", "up_to", None, None, 1800),
        ("part of 1800", "part_of", None, None, 1800),
        ("40000 to 50000", "range", 40_000, None, 50_000),
        ("between 40000 and 50000", "range", 40_000, None, 50_000),
        ("tens of thousands", "magnitude", 10_000, None, 100_000),
        ("hundreds of thousands", "magnitude", 100_000, None, 1_000_000),
        ("hundreds of millions", "magnitude", 100e6, None, 1e9),
        ("tens of trillions", "magnitude", 10e12, None, 100e12),
        ("dozens", "magnitude", 10, None, 100),
        ("hundreds", "magnitude", 100, None, 1_000),
        ("thousands", "magnitude", 1_000, None, 10_000),
        ("several hundred", "magnitude", 100, None, 1_000),
        ("several billion", "magnitude", 1e9, None, 10e9),
    ],
)
def test_the_hedge_decides_which_sides_an_amount_has(text, qualifier, low, point, high):
    assert Amount.parse(text).qualifier == qualifier
    assert sides(text) == (low, point, high)


@pytest.mark.parametrize(
    ("text", "stated", "unit", "currency", "per", "estimated"),
    [
        ("1600", (1600, 1600, 1600), None, None, None, False),
        ("about 1800", (None, 1800, None), None, None, None, False),
        ("nearly 9.7B USD", (None, 9.7e9, 9.7e9), None, "USD", None, False),
        ("more than 100000", (100_000, None, None), None, None, None, False),
        ("fewer than 30000", (None, None, 30_000), None, None, None, False),
        ("at least 9B USD", (9e9, None, None), None, "USD", None, False),
        ("up to 600000", (None, None, 600_000), None, None, None, False),
        ("40000 to 50000", (40_000, None, 50_000), None, None, None, False),
        ("20000 each", (20_000, 20_000, 20_000), None, None, "each", False),
        ("part of 20000", (None, None, 20_000), None, None, None, False),
        ("estimated 9B USD", (9e9, 9e9, 9e9), None, "USD", None, True),
        ("tens of thousands", (10_000, None, 100_000), None, None, None, False),
        ("several billion USD", (1e9, None, 10e9), None, "USD", None, False),
        ("550 systems", (550, 550, 550), "system", None, None, False),
        ("18000 superchips", (18_000, 18_000, 18_000), "superchip", None, None, False),
        ("60%", (60, 60, 60), "percent", None, None, False),
        ("160M shares", (160e6, 160e6, 160e6), "share", None, None, False),
        ("920M USD per month", (920e6, 920e6, 920e6), None, "USD", "month", False),
        ("27000 USD per chip", (27_000, 27_000, 27_000), None, "USD", "chip", False),
        ("up to 6 GW", (None, None, 6_000), "MW", None, None, False),
        ("100 MW IT", (100, 100, 100), "MW_IT", None, None, False),
        ("120 MW gross", (120, 120, 120), "MW_gross", None, None, False),
        ("60000 H100-equivalents", (60e3, 60e3, 60e3), "h100_equivalent", None, None, False),
        ("estimated more than 5k", (5_000, None, None), None, None, None, True),
        ("estimated tens of thousands", (10_000, None, 100_000), None, None, None, True),
    ],
)
def test_every_example_of_the_grammar_is_read(text, stated, unit, currency, per, estimated):
    amount = Amount.parse(text)
    assert sides(text) == stated
    assert (amount.unit, amount.currency, amount.per) == (unit, currency, per)
    assert amount.estimated is estimated
    assert amount.as_stated == text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("0.5", 0.5),
        ("1,600", 1_600),
        ("12,345,678.5", 12_345_678.5),
        ("16.5", 16.5),
        ("40k", 40_000),
        ("157.4M", 157_400_000),
        ("9.7B", 9_700_000_000),
        ("1.2T", 1_200_000_000_000),
        ("999999999999999", 999_999_999_999_999),
    ],
)
def test_a_number_has_groups_of_three_a_fraction_or_a_suffix(text, number):
    assert Amount.parse(text).point == number
    assert Amount.parse(text).printed == (number,)


@pytest.mark.parametrize(
    ("text", "point", "unit"),
    [
        ("5 chips", 5, Unit.CHIP),
        ("1 chip", 1, Unit.CHIP),
        ("5 GPUs", 5, Unit.CHIP),
        ("5 accelerators", 5, Unit.CHIP),
        ("5 processors", 5, Unit.CHIP),
        ("5 dies", 5, Unit.DIE),
        ("5 superchips", 5, Unit.SUPERCHIP),
        ("5 cards", 5, Unit.CARD),
        ("5 servers", 5, Unit.SERVER),
        ("5 racks", 5, Unit.RACK),
        ("1 system", 1, Unit.SYSTEM),
        ("5 wafers", 5, Unit.WAFER),
        ("5 H100-equivalents", 5, Unit.H100_EQUIVALENT),
        ("5 H100 equivalents", 5, Unit.H100_EQUIVALENT),
        ("5 A100-equivalents", 5, Unit.A100_EQUIVALENT),
        ("5 A100 equivalents", 5, Unit.A100_EQUIVALENT),
        ("5 shares", 5, Unit.SHARE),
        ("5 units", 5, Unit.UNSPECIFIED),
        ("5%", 5, Unit.PERCENT),
        ("5 %", 5, Unit.PERCENT),
        ("5 MW", 5, Unit.MW),
        ("6 GW", 6_000, Unit.MW),
        ("16.1 GW", 16_100, Unit.MW),
        ("2.01 GW", 2_010, Unit.MW),
        ("5 MW IT", 5, Unit.MW_IT),
        ("1.5 GW IT", 1_500, Unit.MW_IT),
        ("5 MW gross", 5, Unit.MW_GROSS),
        ("1.5 GW gross", 1_500, Unit.MW_GROSS),
        ("45 minutes", 45, Unit.MINUTE),
        ("1 hour", 60, Unit.MINUTE),
        ("1.5 hours", 90, Unit.MINUTE),
        ("20T tokens", 20e12, Unit.TOKEN),
        ("141 GB", 141, Unit.GB),
        ("1.5 TB", 1_500, Unit.GB),
        ("900 GB/s", 900, Unit.GB_PER_SECOND),
        ("4.8 TB/s", 4_800, Unit.GB_PER_SECOND),
        ("21 PB/s", 21_000_000, Unit.GB_PER_SECOND),
        ("230 MB", 0.23, Unit.GB),
        ("989 TFLOPS", 989, Unit.TFLOPS),
        ("1.4 PFLOPS", 1_400, Unit.TFLOPS),
        ("1.4 EFLOPS", 1_400_000, Unit.TFLOPS),
        ("640 TOPS", 640, Unit.TOPS),
        ("1.3 POPS", 1_300, Unit.TOPS),
        ("700 W", 700, Unit.WATT),
        ("1.2 kW", 1_200, Unit.WATT),
        ("7 nm", 7, Unit.NANOMETRE),
        ("814 mm2", 814, Unit.SQUARE_MILLIMETRE),
        ("80B transistors", 80e9, Unit.TRANSISTOR),
        ("1410 MHz", 1_410, Unit.MHZ),
        ("1.4 GHz", 1_400, Unit.MHZ),
    ],
)
def test_a_unit_has_its_own_scale_and_a_larger_one_is_turned_into_it(text, point, unit):
    amount = Amount.parse(text)
    assert (amount.point, amount.unit) == (point, unit)


def test_every_unit_of_the_vocabulary_can_be_written():
    assert {unit for unit, _ in UNITS.values()} == set(Unit)


def test_a_scale_moves_every_side_and_the_reach_but_not_what_is_printed():
    amount = Amount.parse("1.5 to 2 GW")
    assert (amount.low, amount.high) == (1_500, 2_000)
    assert amount.reach == (pytest.approx(1_425), pytest.approx(2_100))
    assert amount.printed == (1.5, 2)


@pytest.mark.parametrize(
    ("words", "per"),
    [
        ("chip", Per.CHIP),
        ("GPU", Per.CHIP),
        ("accelerator", Per.CHIP),
        ("card", Per.CARD),
        ("server", Per.SERVER),
        ("rack", Per.RACK),
        ("system", Per.SYSTEM),
        ("share", Per.SHARE),
        ("chip hour", Per.CHIP_HOUR),
        ("GPU hour", Per.CHIP_HOUR),
        ("minute", Per.MINUTE),
        ("hour", Per.HOUR),
        ("day", Per.DAY),
        ("week", Per.WEEK),
        ("month", Per.MONTH),
        ("quarter", Per.QUARTER),
        ("year", Per.YEAR),
        ("user", Per.USER),
        ("user month", Per.USER_MONTH),
        ("user per month", Per.USER_MONTH),
        ("image", Per.IMAGE),
        ("second", Per.SECOND),
        ("thousand tokens", Per.THOUSAND_TOKENS),
        ("thousand input tokens", Per.THOUSAND_INPUT_TOKENS),
        ("thousand output tokens", Per.THOUSAND_OUTPUT_TOKENS),
        ("million tokens", Per.MILLION_TOKENS),
        ("1M tokens", Per.MILLION_TOKENS),
        ("million input tokens", Per.MILLION_INPUT_TOKENS),
        ("million cached tokens", Per.MILLION_CACHED_TOKENS),
        ("million output tokens", Per.MILLION_OUTPUT_TOKENS),
    ],
)
def test_a_rate_says_what_it_is_for(words, per):
    amount = Amount.parse(f"more than 2.5 USD per {words}")
    assert (amount.low, amount.currency, amount.per) == (2.5, "USD", per)


def test_every_rate_of_the_vocabulary_can_be_written():
    assert {*PER_WORDS.values(), Amount.parse("20000 chips each").per} == set(Per)


@pytest.mark.parametrize("currency", ["USD", "CNY", "EUR", "JPY", "INR", "KRW", "TWD", "XXX"])
def test_money_is_in_a_currency_of_iso_4217_or_in_dollars_of_no_country(currency):
    amount = Amount.parse(f"1.5B {currency}")
    assert (amount.point, amount.currency, amount.unit) == (1.5e9, currency, None)


NUMBERS = "Write the number without separators, or in groups of three: '100000' or '100,000'."
DOLLARS = "Write '9B USD', or '9B XXX' where the page does not say which dollar."
COUNTED = (
    "Count one of: chips, dies, superchips, cards, servers, racks, systems, wafers, "
    "H100-equivalents, A100-equivalents, shares, minutes, tokens, transistors; or units, where "
    "none of them fits."
)
BOTH_ENDS = "Write '9B to 10B', not '9 to 10B'."


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("more then 5", "Did you mean 'more than 5'?"),
        ("fewer then 5", "Did you mean 'fewer than 5'?"),
        ("rougly 5", "Did you mean 'roughly 5'?"),
        ("5 apples", COUNTED),
        ("5 boards", COUNTED),
        ("5 chps", "Did you mean 'chips'?"),
        ("5 USDX", "Did you mean 'USD'?"),
        ("5 GPU per mnth", "Did you mean 'month' or 'minute'?"),
        ("1,00", NUMBERS),
        ("1000,000", NUMBERS),
        ("12,34,567", NUMBERS),
        ("-3", "Amounts are never negative."),
        ("010", "Drop the zero in front."),
        ("$9B", DOLLARS),
        ("more than $9 billion", DOLLARS.replace("9B", "more than 9B")),
        ("9B €", "Write '9B EUR'."),
        ("¥9B", "Write the currency as ISO 4217, after the number: '9.7B USD'."),
        ("9 billion USD", "Write '9B USD'."),
        ("9bn USD", "Write '9B USD'."),
        ("9K", "Write '9k'."),
        ("approximately 9 million", "Write 'about 9M'."),
        ("40k-50k", "Write '40k to 50k'."),
        ("9.5m", "Write '9.5M'."),
        ("9 to 10B USD", BOTH_ENDS),
        ("9B to 10 USD", BOTH_ENDS),
        ("between 9 and 10B", BOTH_ENDS),
        ("50000 to 40000", ""),
        ("50000 to 50000", ""),
        ("between 5 to 6", ""),
        ("NaN", ""),
        ("inf", ""),
        ("1e5", ""),
        ("", ""),
        (".5", ""),
        ("5.", ""),
        ("+5", ""),
        ("1٠٠", ""),
        ("１００", ""),
        ("9" * 16, ""),
        ("9" * 5_000, ""),
        ("0." + "1" * 10, ""),
        ("estimated", ""),
        ("estimated estimated 5", ""),
        ("5 each per month", COUNTED),
    ],
)
def test_an_amount_that_no_article_would_print_is_refused(text, fix):
    with pytest.raises(AmountSyntaxError, match=re.escape(repr(text))) as refusal:
        Amount.parse(text)
    assert refusal.value.got == text
    assert refusal.value.fix == fix


def test_a_rate_like_no_other_is_refused_with_all_that_there_are():
    with pytest.raises(AmountSyntaxError, match="One of: chip, card, server"):
        Amount.parse("5 USD per xyzzy")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1000", "1000"),
        ("more than 100000", "120000"),
        ("more than 100000", "over 3M"),
        ("more than 100000", "96000"),
        ("fewer than 30000", "12000"),
        ("fewer than 30000", "31000"),
        ("up to 6 GW", "2 GW"),
        ("about 1000", "1150"),
        ("about 1000", "860"),
        ("nearly 1000", "860"),
        ("nearly 1000", "1050"),
        ("1000", "1100"),
        ("16.5B USD", "15B USD"),
        ("40000 to 50000", "more than 50000"),
        ("tens of thousands", "20000"),
        ("tens of thousands", "hundreds of thousands"),
        ("part of 20000", "15000"),
        ("40", "36.7"),
        ("fewer than 30000", "33000"),
    ],
)
def test_amounts_agree_where_their_intervals_touch(one, other):
    assert agree(Amount.parse(one), Amount.parse(other))
    assert agree(Amount.parse(other), Amount.parse(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("40B USD", "400B USD"),
        ("more than 100000", "90000"),
        ("fewer than 30000", "34000"),
        ("about 1000", "1300"),
        ("about 1000", "800"),
        ("nearly 1000", "1200"),
        ("nearly 1000", "800"),
        ("1000", "1200"),
        ("16.5B USD", "20B USD"),
        ("40000 to 50000", "60000"),
        ("tens of thousands", "200000"),
        ("part of 20000", "25000"),
        ("40.0", "35"),
        ("fewer than 30000", "more than 100000"),
    ],
)
def test_amounts_conflict_where_their_intervals_are_apart(one, other):
    assert not agree(Amount.parse(one), Amount.parse(other))
    assert not agree(Amount.parse(other), Amount.parse(one))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("16.5B", 16.45e9 * 0.95, 16.55e9 * 1.05),
        ("1600", 1_599.5 * 0.95, 1_600.5 * 1.05),
        ("1.60k", 1_595 * 0.95, 1_605 * 1.05),
        ("about 1000", 900 * 0.95, 1_100 * 1.05),
        ("nearly 1000", 900 * 0.95, 1_000 * 1.05),
        ("more than 1000", 950, None),
        ("at least 1000", 950, None),
        ("fewer than 1000", None, 1_050),
        ("up to 1000", None, 1_050),
        ("1000 to 2000", 950, 2_100),
        ("tens of thousands", 9_500, 105_000),
    ],
)
def test_an_interval_is_as_wide_as_its_wording_and_five_percent_more(text, low, high):
    assert Amount.parse(text).reach == (
        pytest.approx(low) if low else None,
        pytest.approx(high) if high else None,
    )


plain = st.integers(0, 10**15 - 1).map(str)
grouped = st.integers(1_000, 10**12).map("{:,}".format)
decimals = st.decimals(0, 10**6, places=2).map(str)
suffixed = st.builds(
    "{}{}".format,
    st.one_of(plain.filter(lambda text: len(text) < 7), decimals),
    st.sampled_from("kMBT"),
)
numbers = st.one_of(plain, grouped, decimals, suffixed)
hedges = st.sampled_from(
    [
        "about",
        "around",
        "some",
        "roughly",
        "nearly",
        "almost",
        "close to",
        "more than",
        "over",
        "at least",
        "fewer than",
        "less than",
        "under",
        "up to",
        "at most",
        "part of",
    ]
)
ends = st.lists(st.integers(0, 10**9), min_size=2, max_size=2, unique=True).map(sorted)
ranges = st.builds(
    lambda pair, suffix, words: words.format(*(f"{end}{suffix}" for end in pair)),
    ends,
    st.sampled_from(["", "k", "M", "B", "T"]),
    st.sampled_from(["{} to {}", "between {} and {}"]),
)
scales = st.sampled_from(["thousand", "million", "billion", "trillion"])
magnitudes = st.one_of(
    st.sampled_from(["tens", "dozens", "hundreds", "several hundred"]),
    st.builds("{} of {}s".format, st.sampled_from(["tens", "dozens", "hundreds"]), scales),
    st.builds("several {}".format, scales),
    scales.map("{}s".format),
)
units = st.sampled_from(["", *(f" {word}" for word in [*UNITS, "USD", "CNY", "XXX"])])
rates = st.sampled_from(["", " each", *(f" per {words}" for words in PER_WORDS)])
texts = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "estimated "]),
    st.one_of(numbers, st.builds("{} {}".format, hedges, numbers), ranges, magnitudes),
    units,
    rates,
)


@given(texts)
def test_what_an_amount_states_is_read_back_as_the_same_amount(text):
    amount = Amount.parse(text)
    assert Amount.parse(amount.as_stated) == amount


@given(texts)
def test_the_sides_of_an_amount_rise(text):
    stated = [side for side in sides(text) if side is not None]
    assert stated
    assert stated == sorted(stated)


@given(texts)
def test_an_amount_reaches_over_all_its_sides_and_agrees_with_itself(text):
    amount = Amount.parse(text)
    low, high = amount.reach
    stated = [side for side in sides(text) if side is not None]
    assert all((low is None or low <= side) and (high is None or side <= high) for side in stated)
    assert agree(amount, amount)


@given(texts)
def test_an_amount_has_a_printed_number_unless_it_is_a_magnitude(text):
    amount = Amount.parse(text)
    assert bool(amount.printed) is not bool(amount.words)
    assert bool(amount.words) is (amount.qualifier is Qualifier.MAGNITUDE)


@given(texts, st.sampled_from(["  ", "\n", "\t", "\u00a0", " \u3000"]))
def test_white_space_makes_no_difference(text, space):
    assert Amount.parse(f"{space}{text.replace(' ', space)}{space}") == Amount.parse(text)


def test_several_hundred_thousand_is_an_order_of_magnitude():
    amount = Amount.parse("several hundred thousand")
    assert (amount.low, amount.high, amount.words) == (1e5, 1e6, "several hundred thousand")


@pytest.mark.parametrize("text", ["100.000", "more than 1,200.000", "100.000 chips"])
def test_a_point_that_may_separate_thousands_is_refused(text):
    written = text.replace(".", "")
    with pytest.raises(AmountSyntaxError, match=f"Write '{written}'"):
        Amount.parse(text)

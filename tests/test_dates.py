"""Dates are as vague as their source, and their bounds are strict."""

from __future__ import annotations

import calendar
import re
from contextlib import suppress
from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from ai_chip_deals.errors import DateSyntaxError
from ai_chip_deals.raw.dates import Day


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-07", "2024-07-01", "2024-07-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2024-07-31", "2024-07-31", "2024-07-31"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("1999-12-31", "1999-12-31", "1999-12-31"),
        ("2024-Q1", "2024-01-01", "2024-03-31"),
        ("2024-Q2", "2024-04-01", "2024-06-30"),
        ("2024-Q3", "2024-07-01", "2024-09-30"),
        ("2024-Q4", "2024-10-01", "2024-12-31"),
        ("2024-H1", "2024-01-01", "2024-06-30"),
        ("2024-H2", "2024-07-01", "2024-12-31"),
        ("2024-09/2025-03", "2024-09-01", "2025-03-31"),
        ("2024-07-30/2024-08-02", "2024-07-30", "2024-08-02"),
        ("2024-H1/2025-Q2", "2024-01-01", "2025-06-30"),
        ("2024/2024", "2024-01-01", "2024-12-31"),
    ],
)
def test_the_bounds_are_the_first_and_the_last_day(text, earliest, latest):
    day = Day.parse(text)
    assert (str(day.earliest), str(day.latest)) == (earliest, latest)
    assert (day.text, day.approximate) == (text, False)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("../2024-07", None, date(2024, 7, 31)),
        ("2024-07/..", date(2024, 7, 1), None),
        ("../2024-Q1", None, date(2024, 3, 31)),
    ],
)
def test_an_open_end_has_no_bound(text, earliest, latest):
    day = Day.parse(text)
    assert (day.earliest, day.latest, day.exact) == (earliest, latest, None)


@pytest.mark.parametrize("text", ["2024", "2024-10", "2024-10-05", "2024-Q3", "2024-H2"])
@pytest.mark.parametrize("mark", ["~", "?", "%"])
def test_a_doubt_stays_in_the_text_and_widens_nothing(text, mark):
    sure, doubtful = Day.parse(text), Day.parse(text + mark)
    assert (doubtful.earliest, doubtful.latest) == (sure.earliest, sure.latest)
    assert (doubtful.text, doubtful.approximate) == (text + mark, True)
    assert doubtful.exact is None


@pytest.mark.parametrize("text", ["2024~/2025", "2024/2025?", "../2024-07~"])
def test_a_doubt_at_either_end_makes_an_interval_approximate(text):
    assert Day.parse(text).approximate is True


@pytest.mark.parametrize("text", ["2024", "2024-07", "2024-07-31~", "2024-07-30/2024-07-31"])
def test_only_a_single_day_without_doubt_is_exact(text):
    assert Day.parse(text).exact is None


NO_SUCH_DAY = "Look it up on the page, or write less of it, such as the month."
YEAR_FIRST = "Write '2024-07-31'."
TWO_DIGITS = "Write month and day with two digits, joined by '-'."


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("2024-02-30", NO_SUCH_DAY),
        ("2023-02-29", NO_SUCH_DAY),
        ("2024-07-32", NO_SUCH_DAY),
        ("2024-13", NO_SUCH_DAY),
        ("2024-00", NO_SUCH_DAY),
        ("2024-07/2024-13", NO_SUCH_DAY),
        ("31.07.2024", YEAR_FIRST),
        ("7/31/2024", YEAR_FIRST),
        ("July 31, 2024", YEAR_FIRST),
        ("2024-7", TWO_DIGITS),
        ("2024-7-3", TWO_DIGITS),
        ("2024/07", TWO_DIGITS),
        ("2024 07", TWO_DIGITS),
        ("2024/7/3", TWO_DIGITS),
        ("", ""),
        ("soon", ""),
        ("24", ""),
        ("1899", ""),
        ("2100", ""),
        ("20240731", ""),
        ("2024-Q5", ""),
        ("2024-q3", ""),
        ("2024-H3", ""),
        ("2024-21", NO_SUCH_DAY),  # EDTF's spring, which is another one on the other hemisphere
        ("2024-33", NO_SUCH_DAY),
        ("2024-07-31T10:00", ""),
        ("~2024", ""),
        ("2024?~", ""),
        ("20XX", ""),
        (" 2024", ""),
        ("2024\n", ""),
        ("٢٠٢٤", ""),
        ("2024-٠7", ""),
        ("..", ""),
        ("../..", ""),
        ("/2024", ""),
        ("2024/", ""),
        ("2022/2023/2024", ""),
        ("2024/2023", ""),
        ("2024-07-31/2024-07-30", ""),
    ],
)
def test_what_is_no_date_of_the_subset_is_refused(text, fix):
    with pytest.raises(DateSyntaxError, match=re.escape(repr(text))) as refusal:
        Day.parse(text)
    assert (refusal.value.got, refusal.value.fix) == (text, fix)


def test_an_interval_that_falls_is_refused_for_that():
    with pytest.raises(DateSyntaxError, match="an interval that starts before it ends"):
        Day.parse("2025-03/2024-09")


EDTF_CODES = {"Q1": 33, "Q2": 34, "Q3": 35, "Q4": 36, "H1": 40, "H2": 41}


@pytest.mark.parametrize("year", [1900, 2000, 2023, 2024])
@pytest.mark.parametrize("part", [None, *range(1, 13), *EDTF_CODES])
def test_the_bounds_are_those_of_edtf(year, part):
    text = str(year) if part is None else f"{year}-{part:0>2}"
    theirs = parse_edtf(str(year) if part is None else f"{year}-{EDTF_CODES.get(part, part):02}")
    bounds = (date(*theirs.lower_strict()[:3]), date(*theirs.upper_strict()[:3]))
    assert (Day.parse(text).earliest, Day.parse(text).latest) == bounds


days = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@given(days)
def test_any_calendar_day_is_read_as_itself(day):
    parsed = Day.parse(day.isoformat())
    assert (parsed.earliest, parsed.latest, parsed.exact) == (day, day, day)


@given(st.integers(1900, 2099), st.integers(1, 12))
def test_the_bounds_of_any_month_are_its_first_and_last_day(year, month):
    parsed = Day.parse(f"{year}-{month:02}")
    last = calendar.monthrange(year, month)[1]
    assert (parsed.earliest, parsed.latest) == (date(year, month, 1), date(year, month, last))


@given(days, days)
def test_any_interval_that_does_not_fall_is_read(one, other):
    first, last = sorted([one, other])
    parsed = Day.parse(f"{first}/{last}")
    assert (parsed.earliest, parsed.latest) == (first, last)


@given(st.text(alphabet="0123456789-/.~?%QH", max_size=12))
def test_any_other_text_is_refused_as_a_date_and_as_nothing_else(text):
    with suppress(DateSyntaxError):
        assert Day.parse(text).text == text

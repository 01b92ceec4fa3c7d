"""Mistakes that people make in a source file, each told in one clear line.

The files of `tests/broken/` were right but for one thing.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ai_chip_deals.checks import find_problems

BROKEN = Path(__file__).parent / "broken"
LINES = {
    "hedge-misspelt": (
        "11:14: deals[0].ordered: got 'more then 100000', expected an amount such as 'more "
        "than 100000', '40k to 50k', '9.7B USD' or 'up to 6 GW'. Did you mean 'more than'? "
        "(amount-syntax)"
    ),
    "thousands-with-points": (
        "11:14: deals[0].ordered: got 'more than 100.000', expected a number whose point is "
        "no separator. Write the number without separators, or in groups of three: '100000' "
        "or '100,000'. (amount-syntax)"
    ),
    "currency-as-a-sign": (
        "12:12: deals[0].value: got '$2.8B', expected an amount such as 'more than 100000', "
        "'40k to 50k', '9.7B USD' or 'up to 6 GW'. Write the currency as ISO 4217: '9.7B "
        "USD'; XXX where a '$' names no country. (amount-syntax)"
    ),
    "scale-as-a-word": (
        "11:14: deals[0].ordered: got 'more than 100 thousand', expected a unit or an ISO "
        "4217 currency after the number, not 'thousand'. Write the suffix k, M, B or T right "
        "after the number: '9.7B'. (amount-syntax)"
    ),
    "unit-unknown": (
        "11:14: deals[0].ordered: got 'more than 100000 boards', expected a unit or an ISO "
        "4217 currency after the number, not 'boards'. Did you mean 'cards' or 'card'? "
        "(amount-syntax)"
    ),
    "field-misspelt": (
        "12:5: deals[0].delivred: got the unknown key 'delivred', expected a key of this "
        "mapping. Did you mean 'delivered' or 'ordered'? (unknown-key)"
    ),
    "date-of-the-us": (
        "5:12: published: got '09/30/2024', expected an EDTF date such as '2024', '2024-07', "
        "'2024-07-31', '2024-10~', '2024-Q3' or '2024-09/2025-03'. Write the year first: "
        "'2024-07-31'. (date-syntax)"
    ),
    "month-in-words": (
        "13:12: deals[0].as_of: got 'July 2024', expected an EDTF date such as '2024', "
        "'2024-07', '2024-07-31', '2024-10~', '2024-Q3' or '2024-09/2025-03'. Write "
        "'2024-07'. (date-syntax)"
    ),
    "day-that-is-none": (
        "5:12: published: got '2024-09-31', expected an EDTF date such as '2024', '2024-07', "
        "'2024-07-31', '2024-10~', '2024-Q3' or '2024-09/2025-03'. The calendar has no such "
        "day. (date-syntax)"
    ),
    "norway-is-no": (
        "20:13: user_metrics[0].region: got 'NO', expected text that every YAML reader reads "
        'alike. Put it between quotes: "NO". (ambiguous-text)'
    ),
    "country-by-another-code": (
        "20:13: user_metrics[0].region: got 'UK', expected an ISO 3166-1 code, EU, or a UN "
        'M49 code such as "001" for the world. Write GB. (syntax)'
    ),
    "outlet-misspelt": (
        "21:20: user_metrics[0].according_to[0]: got 'quest-mobile', expected the id of a "
        "file in raw/organizations/. Did you mean 'questmobile'? Else add "
        "raw/organizations/quest-mobile.yaml. (unknown-reference)"
    ),
    "chip-unknown": (
        "10:11: deals[0].chip: got 'ascend-910c', expected the id of a file in "
        "raw/products/. Did you mean 'ascend-910b'? Else add raw/products/ascend-910c.yaml. "
        "(unknown-reference)"
    ),
    "deal-without-a-file": (
        "8:11: deals[0].deal: got 'bytedance-huawei-2024', expected the id of a file in "
        "raw/deals/. Add raw/deals/bytedance-huawei-2024.yaml. (unknown-reference)"
    ),
    "metric-in-words": (
        "17:13: user_metrics[0].metric: got 'monthly active users', expected one of mau, "
        "wau, dau, users, registered_users, downloads, paid_subscribers, paid_seats, "
        "enterprise_customers, developers, creators, visits, visitors, queries, messages, "
        "tokens, generations, usage_time, devices, orders, reach, share. Did you mean 'mau'? "
        "(unknown-term)"
    ),
    "list-without-brackets": (
        "9:19: deals[0].according_to: got 'anonymous', expected a list. Write it in "
        "brackets: [anonymous]. (type)"
    ),
    "claim-without-a-dash": (
        "8:5: deals: got a mapping, expected a list. Start each entry with '- '. (type)"
    ),
    "indented-with-a-tab": (
        "10:1: got U+0009 (tab), expected text that can be seen. Use spaces. (control-character)"
    ),
    "field-written-twice": (
        "12:5: deals[0].ordered: got the key twice, expected it once. It stands in line 11 "
        "too. (duplicate-key)"
    ),
    "title-with-a-colon": (
        "2:17: got text that is no YAML, expected YAML. Put text that holds ': ' between "
        "double quotes, or mend the indent. (yaml-syntax)"
    ),
    "quotation-mark-left-open": (
        "2:8: got text that is no YAML, expected YAML. Close the quotation mark that opens "
        "here. (yaml-syntax)"
    ),
    "address-without-https": (
        "3:6: url: got 'www.reuters.com/technology/bytedance-turns-to-huawei/', expected an "
        "address that starts with https:// or http://. Write "
        "https://www.reuters.com/technology/bytedance-turns-to-huawei/. (syntax)"
    ),
    "language-in-words": (
        "5:11: language: got 'Chinese', expected a BCP 47 language tag such as 'en' or "
        "'zh-Hans'. (syntax)"
    ),
    "retrieved-left-out": (
        "2:1: got no 'retrieved', expected the key 'retrieved'. Add 'retrieved: …'. (missing-key)"
    ),
    "quote-not-sealed": (
        "14:12: deals[0].quote: got a quote, expected a sealed passage. Run: ai-chip-deals "
        "seal {path} (unsealed-quote)"
    ),
    "figure-edited-after-sealing": (
        "14:14: deals[0].passage: got ordered more than 120000, delivered fewer than 30000, "
        "as_of 2024-07, expected the figures and dates that were sealed with the passage. "
        "Paste the sentence as quote: in place of the passage and seal it again. "
        "(figure-edited)"
    ),
    "denial-of-nothing": (
        "8:5: deals[0]: got stance: denies alone, expected stance: denies and denies: [what] "
        "together. Name what the page says is denied: denies: [deal], or figures, stages, "
        "parties. (denial-of-something)"
    ),
    "denial-with-a-figure": (
        "13:14: deals[0].ordered: got ordered, expected nothing stated where the stance is "
        "denies. Leave it out, and name what is denied in denies:. (denial-without-values)"
    ),
    "more-delivered-than-ordered": (
        "12:16: deals[0].delivered: got 'more than 100000', expected no more than ordered "
        "'fewer than 30000' (deals[0].ordered in {path}:11). Check what each figure counts, "
        "and whether both are of one lot. (part-exceeds-whole)"
    ),
    "chain-that-goes-on": (
        "9:20: deals[0].according_to[0]: got 'anonymous', expected it as the last link. Move "
        "it to the end, or leave out what follows. (chain-end)"
    ),
    "published-after-it-was-read": (
        "5:12: published: got '2027-09-30', expected a day up to 2026-11-23, when it was "
        "retrieved. One of the two dates is wrong. (published-after-read)"
    ),
    "done-before-its-day": (
        "12:11: deals[0].date: got '2024-12', expected a day up to 2024-09-30, when the page "
        "was published or read. Correct the date, or write stance: expects. "
        "(published-before-event)"
    ),
}
"""For each file what is told of it, after its path."""


@pytest.fixture
def told(world, monkeypatch):
    """What is told of a file, as somebody in the checkout would read it."""
    monkeypatch.chdir(world.root.parent)
    folder = world.root / "sources/2026"
    folder.mkdir(parents=True)

    def told(*names):
        for name in names:
            shutil.copy(BROKEN / f"{name}.yaml", folder)
        return [str(problem) for problem in find_problems(Path("raw"))]

    return told


def test_every_file_has_its_line():
    assert LINES.keys() == {path.stem for path in BROKEN.iterdir()}


@pytest.mark.parametrize("name", LINES)
def test_a_mistake_is_told_in_one_line_with_its_place_and_what_to_do(told, name):
    path = f"raw/sources/2026/{name}.yaml"
    assert told(name) == [f"{path}:{LINES[name].format(path=path)}"]


def test_the_mistakes_of_all_files_are_told_in_one_round(told):
    paths = [line.partition(":")[0] for line in told(*LINES)]
    assert set(paths) >= {f"raw/sources/2026/{name}.yaml" for name in LINES}
    assert paths == sorted(paths)

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
        "than 100000' or '9.7B USD'. Did you mean 'more than 100000'? (amount-syntax)"
    ),
    "thousands-with-points": (
        "11:14: deals[0].ordered: got 'more than 100.000', expected a number without points "
        "between its digits. Write 'more than 100000'. (amount-syntax)"
    ),
    "currency-as-a-sign": (
        "12:12: deals[0].value: got '$2.8B', expected an amount such as 'more than 100000' "
        "or '9.7B USD'. Write '2.8B USD', or '2.8B XXX' where the page does not say which "
        "dollar. (amount-syntax)"
    ),
    "scale-as-a-word": (
        "11:14: deals[0].ordered: got 'more than 100 thousand', expected a unit or an ISO "
        "4217 currency after the number, not 'thousand'. Write 'more than 100k'. "
        "(amount-syntax)"
    ),
    "unit-unknown": (
        "11:14: deals[0].ordered: got 'more than 100000 boards', expected a unit or an ISO "
        "4217 currency after the number, not 'boards'. Count one of: chips, dies, "
        "superchips, cards, servers, racks, systems, wafers, H100-equivalents, "
        "A100-equivalents, shares, minutes, tokens, transistors; or units, where none of "
        "them fits. (amount-syntax)"
    ),
    "field-misspelt": (
        "12:5: deals[0].delivred: got the unknown field 'delivred', expected a field that "
        "exists here. Did you mean 'delivered' or 'ordered'? (unknown-key)"
    ),
    "date-of-the-us": (
        "5:12: published: got '09/30/2024', expected an EDTF date such as '2024-07-31', "
        "'2024-07', '2024-Q3' or '2024-09/2025-03'. Write '2024-09-30'. (date-syntax)"
    ),
    "month-in-words": (
        "13:12: deals[0].as_of: got 'July 2024', expected an EDTF date such as '2024-07-31', "
        "'2024-07', '2024-Q3' or '2024-09/2025-03'. Write '2024-07'. (date-syntax)"
    ),
    "day-that-is-none": (
        "5:12: published: got '2024-09-31', expected a day of the calendar. Look it up on "
        "the page, or write less of it, such as the month. (date-syntax)"
    ),
    "norway-is-no": (
        "20:13: user_metrics[0].region: got 'NO', expected text that all programs read "
        'alike. Put it between quotes: "NO". (ambiguous-text)'
    ),
    "country-by-another-code": (
        "20:13: user_metrics[0].region: got 'UK', expected an ISO 3166-1 code, EU, or a UN "
        "M49 code such as \"001\" for the world. Write 'GB'. (syntax)"
    ),
    "outlet-misspelt": (
        "21:20: user_metrics[0].according_to[0]: got 'quest-mobile', expected the name of a "
        "file in raw/organizations/. Did you mean 'questmobile'? If it is another, add "
        "'raw/organizations/quest-mobile.yaml'. (unknown-reference)"
    ),
    "chip-unknown": (
        "10:11: deals[0].chip: got 'ascend-910c', expected the name of a file in "
        "raw/products/. Did you mean 'ascend-910b'? If it is another, add "
        "'raw/products/ascend-910c.yaml'. (unknown-reference)"
    ),
    "deal-without-a-file": (
        "8:11: deals[0].deal: got 'bytedance-huawei-2024', expected the name of a file in "
        "raw/deals/. Add 'raw/deals/bytedance-huawei-2024.yaml'. (unknown-reference)"
    ),
    "metric-in-words": (
        "17:13: user_metrics[0].metric: got 'monthly active users', expected a term of its "
        "list. Did you mean 'mau'? (unknown-term)"
    ),
    "list-without-brackets": (
        "9:19: deals[0].according_to: got 'anonymous', expected a list. Write '[anonymous]'. (type)"
    ),
    "claim-without-a-dash": (
        "8:5: deals: got an entry without its dash, expected a dash before each entry. Start "
        "each entry with a dash in place of two spaces: '  - deal: …'. (type)"
    ),
    "indented-with-a-tab": (
        "10:1: got a tab, expected spaces. Type as many as the lines beside it start with. "
        "(control-character)"
    ),
    "field-written-twice": (
        "12:5: deals[0].ordered: got a second 'ordered', expected one. Line 11 has one too: "
        "keep the one that is right, delete the other. (duplicate-key)"
    ),
    "title-with-a-colon": (
        "2:17: got a colon within text, expected such text between quotation marks. Put the "
        "whole text between double quotes, or check where the line starts. (yaml-syntax)"
    ),
    "quotation-mark-left-open": (
        "2:8: got a quotation mark that nothing closes, expected a second one. Put it at the "
        "end of the text. (yaml-syntax)"
    ),
    "address-without-https": (
        "3:6: url: got 'www.reuters.com/technology/bytedance-turns-to-huawei/', expected an "
        "address that starts with https:// or http://. Write "
        "'https://www.reuters.com/technology/bytedance-turns-to-huawei/'. (syntax)"
    ),
    "language-in-words": (
        "5:11: language: got 'Chinese', expected a BCP 47 language tag such as 'en' or "
        "'zh-Hans'. Write 'zh'. (syntax)"
    ),
    "retrieved-left-out": (
        "2:1: got no 'retrieved', expected one. Add a line 'retrieved:' with the day on "
        "which somebody read it. (missing-key)"
    ),
    "quote-not-sealed": (
        "14:12: deals[0].quote: got a quote, expected a sealed passage. Run: ai-chip-deals "
        "seal {path} (unsealed-quote)"
    ),
    "figure-edited-after-sealing": (
        "14:14: deals[0].passage: got ordered more than 120000, delivered fewer than 30000, "
        "as_of 2024-07, expected the figures and dates that were sealed with the passage. "
        "Put the old one back, or paste the sentence of the page as quote: in place of the "
        "passage and run: ai-chip-deals seal {path} (figure-edited)"
    ),
    "denial-of-nothing": (
        "10:13: deals[0].stance: got a denial of nothing, expected what is denied. Add "
        "denies: [deal], or in place of deal what alone is denied, such as ordered. "
        "(denial-of-something)"
    ),
    "denial-with-a-figure": (
        "13:14: deals[0].ordered: got 'more than 100000', expected nothing stated where the "
        "stance is denies. Delete the line. (denial-without-values)"
    ),
    "more-delivered-than-ordered": (
        "12:16: deals[0].delivered: got 'more than 100000', expected no more than ordered "
        "'fewer than 30000' in line 11. Are the two swapped or mistyped, or of different "
        "lots? (part-exceeds-whole)"
    ),
    "chain-that-goes-on": (
        "9:20: deals[0].according_to[0]: got 'anonymous' before 'reuters', expected it last, "
        "for it names nobody. Write '[reuters, anonymous]' where unnamed people told "
        "reuters. (chain-end)"
    ),
    "published-after-it-was-read": (
        "5:12: published: got '2027-09-30', expected a day up to 2026-11-23, when it was "
        "retrieved (line 6). Correct the one of the two that is wrong. (published-after-read)"
    ),
    "done-before-its-day": (
        "12:11: deals[0].date: got '2024-12', expected a day up to 2024-09-30, when the page "
        "was published. Correct it, or add stance: expects if the page tells what is to "
        "come. (published-before-event)"
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

"""Sealing turns quotes into passages, touches nothing else, and trusts no figure."""

from __future__ import annotations

import pytest
import yaml
from conftest import make_source, order

from ai_chip_deals.checks import check_tree
from ai_chip_deals.raw import passages
from ai_chip_deals.raw.files import read_tree
from ai_chip_deals.raw.sealing import seal_source, sealed_figures, verify

SENTENCE = (
    "ByteDance has ordered more than 100,000 Ascend 910B chips from Huawei this year, but has "
    "received fewer than 30,000 of them."
)


@pytest.fixture
def page(world):
    """Write a source file as given, to the character, and read it with its world."""

    def write(text):
        folder = world.root / "sources/2026"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "page.yaml").write_bytes(text.encode())
        tree = read_tree(world.root)
        assert tree.problems == []
        return tree.sources["page"], tree

    return write


@pytest.fixture
def claim(page):
    """Seal one claim with a quote: the sealed claim and the problems found."""

    def seal(quote, group="deals", **content):
        names = ("language", "published")
        source = make_source(**{name: content.pop(name) for name in names if name in content})
        source[group] = [{**content, "quote": quote}]
        text, problems = seal_source(*page(yaml.safe_dump(source, allow_unicode=True)))
        return yaml.safe_load(text)[group][0], problems

    return seal


HEAD = """\
# What the page says, and what it does not.
type: news   # a relay
retrieved: 2026-11-23
url: "https://relay.example.com/news"

title: 'A page'
"""
CLAIM = """\
deals:
  # The order.
  - ordered: more than 100000
    {quote}
    deal: order  # whose file it is
    according_to: [reuters]

# The end.
"""
FIGURES = passages.figures_digest({"ordered": "more than 100000"})
PASSAGE = (
    'passage: {start: "ByteDance has ordered more than", end: "fewer than 30,000 of them.", '
    f'sha256: "{passages.digest(SENTENCE)}", '
    f'figures: "{FIGURES}"}}'
)


@pytest.mark.parametrize(
    ("quote", "sealed"),
    [
        (f"quote: {SENTENCE}", PASSAGE),
        (f'quote: "{SENTENCE}"', PASSAGE),
        (f"quote: '{SENTENCE}'", PASSAGE),
        (f"quote:   '{SENTENCE}'   # pasted", f"{PASSAGE}   # pasted"),
        (f'"quote": {SENTENCE}', PASSAGE),
        (f"quote:\n      {SENTENCE}", PASSAGE),
        ("quote: " + SENTENCE.replace(" from", "\n      from"), PASSAGE),
        ('quote: "' + SENTENCE.replace(" from", "\n      from") + '"', PASSAGE),
        ("quote: >\n      " + SENTENCE.replace(" from", "\n      from"), PASSAGE),
        ("quote: >-\n      " + SENTENCE.replace(" from", "\n      from"), PASSAGE),
        ("quote: |\n      " + SENTENCE.replace(" from", "\n      from"), PASSAGE),
        (f"quote: |+\n      {SENTENCE}\n", f"{PASSAGE}\n"),
        (f"quote: >\n      {SENTENCE}\n\n    # and now", f"{PASSAGE}\n\n    # and now"),
    ],
    ids=[
        "plain",
        "double-quoted",
        "single-quoted",
        "commented",
        "quoted key",
        "next line",
        "plain lines",
        "quoted lines",
        "folded",
        "folded, stripped",
        "literal",
        "literal, kept",
        "blank line after",
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_sealing_replaces_the_quote_and_no_other_character(page, quote, sealed, line_end):
    before = (HEAD + CLAIM).replace("{quote}", quote).replace("\n", line_end)
    after = (HEAD + CLAIM).replace("{quote}", sealed).replace("\n", line_end)
    assert seal_source(*page(before)) == (after, [])
    assert page(after)[0].data.deals[0].passage.sha256 == passages.digest(SENTENCE)


@pytest.mark.parametrize("quote", [f'quote: "{SENTENCE}"', f"'quote': '{SENTENCE}'"])
def test_a_claim_on_one_line_is_sealed_in_its_place(page, quote):
    line = "deals: [{ordered: more than 100000, %s, deal: order}, ]  # one line\n"
    assert seal_source(*page(HEAD + line % quote)) == (HEAD + line % PASSAGE, [])


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
@pytest.mark.parametrize("style", ['quote: "%s"', "quote: >-\n      %s"])
def test_a_quote_at_the_end_of_the_file_is_sealed(page, style, end):
    text = HEAD + "deals:\n  - deal: order\n    ordered: more than 100000\n    "
    assert seal_source(*page(text + style % SENTENCE + end)) == (text + PASSAGE + end, [])


def test_quotes_are_sealed_in_whichever_order_their_groups_stand(page):
    other = "Doubao, the chatbot, had 157.4 million users active in a month, says the company."
    metric = (
        f'user_metrics:\n  - {{product: doubao, metric: mau, value: 157.4M, quote: "{other}"}}\n'
    )
    deals = CLAIM.replace("{quote}", f'quote: "{SENTENCE}"')
    text, problems = seal_source(*page(metric + HEAD + deals))
    assert problems == []
    assert text.endswith(HEAD + CLAIM.replace("{quote}", PASSAGE))
    source = page(text)[0].data
    assert source.user_metrics[0].passage == passages.seal(other, {"value": "157.4M"})


def test_sealing_twice_changes_nothing(page):
    text, _ = seal_source(*page(HEAD + CLAIM.replace("{quote}", f'quote: "{SENTENCE}"')))
    assert seal_source(*page(text)) == (text, [])


def test_what_was_sealed_is_valid(page):
    text, _ = seal_source(*page(HEAD + CLAIM.replace("{quote}", f'quote: "{SENTENCE}"')))
    assert check_tree(page(text)[1]) == []


def test_a_quote_without_its_figure_stays_while_the_others_are_sealed(page):
    wrong = f'  - {{deal: order, ordered: 90000, quote: "{SENTENCE}"}}\n'
    right = f'  - {{deal: order, ordered: more than 100000, quote: "{SENTENCE}"}}\n'
    sealed = f"  - {{deal: order, ordered: more than 100000, {PASSAGE}}}\n"
    text, problems = seal_source(*page(HEAD + "deals:\n" + right + wrong + right))
    assert text == HEAD + "deals:\n" + sealed + wrong + sealed
    [problem] = problems
    assert (problem.rule, problem.severity) == ("figure-not-in-quote", "error")
    assert (problem.field, problem.line) == ("deals[1].quote", 9)
    assert problem.got == "a quote without '90000'"
    assert problem.expected == "the figure of 'ordered' in it"


@pytest.mark.parametrize(
    "writing",
    [
        "100,000",
        "100000",
        "100.000",
        "100 000",
        "100k",
        "100K",
        "0.1 million",
        "10万",
        "１０万",
        "a hundred thousand",
        "one hundred thousand",
        "1 lakh",
    ],
)
def test_a_figure_may_stand_in_any_usual_writing(claim, writing):
    quote = f"ByteDance has ordered more than {writing} chips from Huawei, as two people said."
    sealed, problems = claim(quote, deal="order", ordered="more than 100000")
    assert problems == []
    assert sealed["passage"]["sha256"] == passages.digest(quote)


@pytest.mark.parametrize("writing", ["1,000,000", "100", "H100000", "1100,000", "10", "1 million"])
def test_a_number_inside_of_another_is_not_the_figure(claim, writing):
    quote = f"ByteDance has ordered more than {writing} chips from Huawei, as two people said."
    sealed, problems = claim(quote, deal="order", ordered="more than 100000")
    assert [problem.rule for problem in problems] == ["figure-not-in-quote"]
    assert sealed["quote"] == quote


def errors(problems):
    return [problem.rule for problem in problems if problem.severity == "error"]


@pytest.mark.parametrize(
    ("stated", "words", "unsaid"),
    [
        ({"ordered": "more than 5000"}, "fewer than 5,000 chips", "the hedge of 'ordered'"),
        ({"ordered": "up to 5000"}, "5,000 chips", "the hedge of 'ordered'"),
        ({"value": "2B CNY"}, "chips for $2 billion", "the currency of 'value', CNY"),
        ({"value": "2B EUR"}, "chips for 2 billion", "the currency of 'value', EUR"),
    ],
)
def test_a_hedge_or_currency_that_the_quote_does_not_say_is_warned_of(claim, stated, words, unsaid):
    quote = f"ByteDance has ordered {words} from Huawei, as two people said on Monday."
    sealed, [problem] = claim(quote, deal="order", **stated)
    assert (problem.rule, problem.severity) == ("quote-says-less", "warning")
    assert problem.expected.startswith(unsaid)
    assert "passage" in sealed


def test_both_ends_of_a_range_must_stand_in_the_quote(claim):
    quote = "ByteDance has ordered 40,000 chips from Huawei, as two people said on Monday."
    _, problems = claim(quote, deal="order", ordered="40000 to 50000")
    assert errors(problems) == ["figure-not-in-quote"]
    _, problems = claim(
        quote.replace("40,000", "40,000 to 50,000"), deal="order", ordered="40000 to 50000"
    )
    assert problems == []


def test_a_figure_with_a_unit_is_looked_for_as_printed(claim):
    quote = "The site that ByteDance builds for the chips will draw up to 6 gigawatts of power."
    sealed, problems = claim(quote, deal="order", power="up to 6 GW")
    assert problems == []
    assert "passage" in sealed


@pytest.mark.parametrize(
    ("value", "words", "rules"),
    [
        ("256 TOPS", "256 trillion operations per second (TOPS)", []),
        ("up to 256 TOPS", "up to 256 trillion operations per second", []),
        ("256 TOPS", "256 TOPS", []),
        ("256 TOPS", "256 billion operations per second", ["figure-not-in-quote"]),
    ],
)
def test_operations_per_second_may_be_written_out(claim, value, words, rules):
    quote = f"Ascend 910B chips of Huawei reach {words}, as two people said on Monday."
    chip = {"chip": "ascend-910b", "spec": "compute", "value": value}
    _, problems = claim(quote, group="chip_specs", **chip)
    assert errors(problems) == rules


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ({"ordered": "tens of thousands"}, "tens of thousands of chips"),
        ({"ordered": "estimated tens of thousands"}, "Tens of Thousands of chips"),
        ({"ordered": "hundreds of thousands chips"}, "hundreds of thousands of chips"),
        ({"value": "several billion USD"}, "chips for several billion dollars"),
        ({"ordered": "tens of thousands each"}, "tens of thousands of chips apiece"),
    ],
)
def test_an_order_of_magnitude_stands_in_the_quote_in_words(claim, stated, words):
    quote = f"ByteDance’s people have ordered {words} from Huawei, two people said on Monday."
    sealed, problems = claim(quote, deal="order", **stated)
    assert problems == []
    assert "passage" in sealed
    other = quote.replace(words, "a few chips")
    assert errors(claim(other, deal="order", **stated)[1]) == ["figure-not-in-quote"]


@pytest.mark.parametrize(
    ("language", "quote"),
    [
        ("zh", "据知情人士透露，字节跳动今年已向华为订购数万颗昇腾芯片，但尚未全部收到。"),
        ("it", "ByteDance ha ordinato a Huawei decine di migliaia di chip, dicono due persone."),
    ],
)
def test_an_order_of_magnitude_in_another_language_is_taken_on_trust(claim, language, quote):
    _, problems = claim(quote, deal="order", ordered="tens of thousands", language=language)
    assert problems == []


@pytest.mark.parametrize("word", ["crossed", "has passed", "surpassed", "topped", "exceeds"])
def test_a_verb_may_say_that_it_is_more(claim, word):
    quote = f"The number of people who use Doubao every month {word} 100 million, it said."
    metric = {"product": "doubao", "metric": "mau", "value": "more than 100M"}
    assert claim(quote, group="user_metrics", **metric)[1] == []


@pytest.mark.parametrize(
    ("metric", "words", "expected"),
    [
        ("mau", "100 million monthly active users", []),
        ("mau", "100 million weekly active users", ["the words for the metric mau"]),
        ("mau", "100 million users", ["the words for the metric mau"]),
        ("wau", "100 million users every month", ["the words for the metric wau"]),
        ("dau", "100 million daily users", []),
        ("registered_users", "100 million users", ["the words for the metric registered_users"]),
        ("downloads", "100 million times been installed", []),
        ("users", "100 million users", []),
        (
            "users",
            "100 million registered users",
            ["users with no word on how they are counted (it has 'registered users')"],
        ),
    ],
)
def test_a_metric_that_the_quote_does_not_name_is_warned_of(claim, metric, words, expected):
    quote = f"The people who made it told us that Doubao has {words} by their own count."
    stated = {"product": "doubao", "metric": metric, "value": "100M"}
    sealed, problems = claim(quote, group="user_metrics", **stated)
    assert [problem.expected for problem in problems] == expected
    assert "passage" in sealed


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", "豆包（Doubao）的月活跃用户数达到1亿，公司在北京的发布会上表示，用户还在增长。"),
        ("ko", "회사는 기자간담회에서 Doubao의 월간 이용자 수가 1억 명을 기록했다고 밝혔다."),
        ("fr", "Doubao compte 100 millions d’utilisateurs actifs mensuels, selon l’entreprise."),
    ],
)
def test_a_metric_is_named_in_many_languages(claim, language, words):
    stated = {"product": "doubao", "metric": "mau", "value": "100M", "language": language}
    assert claim(words, group="user_metrics", **stated)[1] == []


def test_the_year_in_which_a_page_was_published_goes_without_saying(claim):
    quote = "As of July, ByteDance had received fewer than 30,000 Ascend 910B chips, they said."
    stated = {"deal": "order", "delivered": "fewer than 30000", "as_of": "2024-07"}
    assert claim(quote, published="2024-09-27", **stated)[1] == []
    [problem] = claim(quote, published="2025-01-02", **stated)[1]
    assert problem.expected == "the year 2024 of 'as_of'"


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"as_of": "2024"}, ["the year 2024 of 'as_of'"]),
        ({"as_of": "2026-08"}, ["the month August of 'as_of'"]),
        ({"as_of": "2026-07-15"}, ["the day 15 of 'as_of'"]),
        (
            {"as_of": "2025-09/2026-07"},
            ["the year 2025 of 'as_of'", "the month September of 'as_of'"],
        ),
        ({"chip": "h20"}, ["'H20' or another name of it"]),
        ({"sellers": ["alibaba"]}, ["'Alibaba' or another name of it"]),
        ({"as_of": "2026-07-31", "chip": "ascend-910b", "buyers": ["bytedance", "others"]}, []),
        ({"as_of": "2026-Q3", "buyers": ["undisclosed"]}, []),
    ],
)
def test_months_days_and_names_that_a_quote_does_not_say_are_warned_of(claim, stated, expected):
    quote = "By July 31st, 2026, ByteDance had ordered 100 Ascend 910B chips, two people said."
    sealed, problems = claim(quote, deal="order", ordered=100, **stated)
    assert sorted(problem.expected for problem in problems) == sorted(expected)
    assert {(problem.rule, problem.severity) for problem in problems} <= {
        ("quote-says-less", "warning")
    }
    assert "passage" in sealed


@pytest.mark.parametrize(
    ("language", "quote"),
    [
        ("zh-Hans", "截至2026年7月31日，字节跳动（ByteDance）已经收到100颗芯片，知情人士透露。"),
        ("ja", "2026年7月31日の時点で、バイトダンスは百個、すなわち100個の半導体を受け取った。"),
        ("ko", "2026년 7월 31일 현재 바이트댄스는 칩 100개를 받았다고 두 사람이 말했다."),
        ("de", "Bis zum 31. Juli 2026 hatte die Firma 100 Chips erhalten, sagten zwei Personen."),
        ("en", "As of 2026-07-31 the company had received 100 chips, two people said to us."),
    ],
)
def test_a_month_is_looked_for_as_its_language_writes_it(claim, language, quote):
    content = {"deal": "order", "delivered": 100, "as_of": "2026-07-31"}
    assert claim(quote, language=language, **content)[1] == []


def test_a_name_in_any_spelling_of_its_file_will_do(world, claim):
    names = {"name": "Doubao", "category": "chatbot", "aliases": ["豆包"]}
    world.add("products", "doubao", names)
    quote = "据报道，豆包的月活跃用户数量已经达到100万，成为国内用户最多的应用之一。"
    _, problems = claim(quote, "user_metrics", product="doubao", metric="mau", value="1M")
    assert problems == []


@pytest.mark.parametrize(
    ("group", "content", "expected"),
    [
        ("launches", {"product": "doubao", "event": "released"}, ["'Doubao'"]),
        ("chip_specs", {"chip": "h20", "spec": "memory", "value": "96 GB"}, ["'H20'"]),
        (
            "comparisons",
            {"chip": "h20", "than": "ascend-910b", "aspect": "price", "result": "worse"},
            ["'Ascend 910B'", "'H20'"],
        ),
    ],
)
def test_every_kind_of_claim_is_asked_for_what_it_names(claim, group, content, expected):
    quote = "It has 96 gigabytes of memory, as two people who know of it said on Monday."
    sealed, problems = claim(quote, group, **content)
    assert sorted(problem.expected for problem in problems) == [
        f"{name} or another name of it" for name in expected
    ]
    assert "passage" in sealed


@pytest.mark.parametrize(
    "quote", ["Too short: 100.", "A hundred (100) " + "words " * 200], ids=["short", "long"]
)
def test_a_quote_that_is_no_sentence_stays(claim, quote):
    sealed, problems = claim(quote, deal="order", ordered=100)
    assert [(problem.rule, problem.severity) for problem in problems] == [("quote-length", "error")]
    assert sealed["quote"] == quote


def test_a_quote_beside_a_passage_stays(page):
    text = HEAD + f'deals:\n  - {{deal: order, ordered: 100000, quote: "{SENTENCE}", {PASSAGE}}}\n'
    after, problems = seal_source(*page(text))
    assert after == text
    assert [problem.rule for problem in problems] == ["quote-and-passage"]


def test_problems_come_in_the_order_of_the_file(page):
    wrong = f'  - {{deal: order, ordered: 90000, chip: h20, quote: "{SENTENCE}"}}\n'
    _, problems = seal_source(*page(HEAD + "deals:\n" + wrong + wrong))
    assert [problem.line for problem in problems] == [8, 8, 9, 9]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("more than 100000", "more than 120000"),
        ("more than 100000", "100000"),
        ("ordered:", "delivered:"),
        ("deal: order ", "as_of: 2026-07\n    deal: order "),
    ],
)
def test_a_figure_that_was_edited_after_sealing_is_caught(page, old, new):
    text, _ = seal_source(*page(HEAD + CLAIM.replace("{quote}", f'quote: "{SENTENCE}"')))
    head, _, deals = text.rpartition("deals:")
    [problem] = check_tree(page(head + "deals:" + deals.replace(old, new, 1))[1])
    assert (problem.rule, problem.field) == ("figure-edited", "deals[0].passage")


def test_a_date_is_sealed_with_the_figures(page):
    file, _ = page(HEAD + "deals: [{deal: order, ordered: 100k, as_of: 2026-07}]\n")
    assert sealed_figures(file.data.deals[0]) == {"ordered": "100k", "as_of": "2026-07"}


def test_verifying_tells_what_became_of_each_sentence(world):
    told = ["It said that a hundred chips came in May.", "It said that many chips came in June."]
    gone = "It said that no chips at all came in July."
    edited = "They said that a hundred chips came in June."
    claims = [
        order(
            delivered=100,
            passage=passages.seal(sentence, {"delivered": "100"}).model_dump(exclude_none=True),
        )
        for sentence in [*told, gone, edited]
    ]
    world.page("reuters.com", *claims, order(stage="signed", quote=gone), identifier="page")
    source = read_tree(world.root).sources["page"].data
    text = f"Good day.\n{told[0]} And more. {told[1].replace(' ', '  ')} The end."
    rest = "They said that two hundred thousand chips came in June."
    findings = [(one.claim, one.state, one.missing) for one in verify(source, text, rest)]
    assert findings == [
        ("deals[0]", "found", ()),
        ("deals[1]", "figure missing", ("delivered",)),
        ("deals[2]", "gone", ()),
        ("deals[3]", "changed", ("delivered",)),
        ("deals[4]", "not sealed", ()),
    ]


def test_a_sealed_source_is_found_again_in_its_page(page):
    file, tree = page(HEAD + CLAIM.replace("{quote}", f'quote: "{SENTENCE}"'))
    text, _ = seal_source(file, tree)
    sealed = page(text)[0].data
    assert [finding.state for finding in verify(sealed, f"X. {SENTENCE} Y.")] == ["found"]
    assert [finding.state for finding in verify(sealed, "Another page.")] == ["gone"]

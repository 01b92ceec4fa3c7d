"""Every rule between files finds its breach, in its place, and nothing else."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from conftest import make_deal, make_organization, make_product, make_source, order

import ai_chip_deals
from ai_chip_deals.checks import find_problems
from ai_chip_deals.checks.claims import DENIABLE
from ai_chip_deals.checks.rules import READING_RULES, RULES
from ai_chip_deals.vocabulary import Stage

PACKAGE = Path(ai_chip_deals.__file__).parent
QUOTE = "ByteDance has ordered a hundred chips from Huawei, as two people said on Monday."
METRIC = {"product": "doubao", "metric": "mau"}
SPEC = {"chip": "h20", "spec": "memory"}
PASSAGE = {"start": "ByteDance has", "end": "on Monday.", "sha256": "0" * 64}


def page(*claims, group="deals"):
    """A breach of a rule by the claims of one page."""
    return lambda world: world.page("reuters.com", *claims, group=group)


def unsealed(world):
    page(order(ordered=100, quote=QUOTE))(world)


def twice(world, **changes):
    url = "https://www.reuters.com/technology/order/"
    world.add("sources", "first", make_source(url=url, deals=[order(ordered=100)]))
    again = f"{url[:-1]}?utm_source=feed#top".replace("www.", "")
    world.add("sources", "second", make_source(url=again, deals=[order(ordered=100)], **changes))


def test_a_world_without_a_breach_has_no_problem(world):
    world.page("reuters.com", order(ordered=100))
    assert find_problems(world.root) == []


def test_values_beside_a_denial_are_refused_by_what_they_are(world):
    page(order(stance="denies", denies=["ordered"], ordered=100, buyers=["alibaba"]))(world)
    assert [(problem.field, problem.fix) for problem in find_problems(world.root)] == [
        ("deals[0].ordered", "Delete the line."),
        (
            "deals[0].buyers",
            "Delete the line, and add buyers to denies: if that is denied.",
        ),
    ]


def test_an_id_that_was_given_up_has_no_file(world):
    entry = "to: bytedance, reason: They were one company., date: 2026-11-23"
    (world.root / "redirects.yaml").write_text(f"organizations: {{huawei: {{{entry}}}}}", "utf-8")
    [problem] = find_problems(world.root)
    assert (problem.rule, problem.field) == ("redirect-target", "organizations.huawei")


def test_a_warning_may_be_accepted_with_a_reason_and_an_error_may_not(world):
    twice(world, accept={"source-twice": "The page was rewritten in between."})
    assert find_problems(world.root) == []
    world.add("deals", "order", make_deal(accept={"cycle": "It is one."}, part_of="order"))
    assert [problem.rule for problem in find_problems(world.root)] == ["cycle"]


LINES = {rule.id: rule.line for rule in RULES.values()} | READING_RULES


@pytest.mark.parametrize("rule", LINES)
def test_a_rule_says_what_it_demands_in_one_sentence(rule):
    assert re.fullmatch(r"[A-Z].{10,98}[.)]\.?", LINES[rule])


def rule_ids(path):
    """The ids of rules that a module of `raw/` names where it tells of a problem."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            last = node.args[-1:] if name in TELLING else []
            named = [keyword.value for keyword in node.keywords if keyword.arg == "rule"]
            yield from (arg.value for arg in [*last, *named] if isinstance(arg, ast.Constant))
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "rule":
            yield node.value.value
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "_RULES":
            yield from (value.value for value in node.value.values)


TELLING = {"Problem", "_at", "_refuse", "_stop", "refused"}


def test_every_rule_of_reading_is_listed_and_no_other():
    modules = [
        *(PACKAGE / "raw").glob("*.py"),
        PACKAGE / "errors.py",
        PACKAGE / "checks/changes.py",
    ]
    assert {rule for path in modules for rule in rule_ids(path)} == READING_RULES.keys()


@pytest.mark.parametrize(
    ("group", "claim", "rules"),
    [
        ("deals", order(stance="denies", denies=["deal"]), []),
        ("deals", order(stance="denies", denies=["ordered", "buyers", "signed", "chip"]), []),
        ("deals", order(stance="silent"), []),
        ("deals", order(denies=["deal"]), ["denial-of-something"]),
        ("deals", order(stance="silent", denies=["deal"]), ["denial-of-something"]),
        ("deals", order(stance="denies", denies=["orders"]), ["denial-of-something"]),
        ("deals", order(stance="silent", value="9B USD"), ["denial-without-values"]),
        ("user_metrics", METRIC | {"stance": "denies", "denies": ["value"]}, []),
        (
            "user_metrics",
            METRIC | {"stance": "denies", "denies": ["deal"]},
            ["denial-of-something"],
        ),
        ("user_metrics", METRIC | {"stance": "expects"}, ["metric-value"]),
        ("user_metrics", METRIC | {"value": "157.4M"}, []),
        ("chip_specs", SPEC | {"value": "96 GB"}, []),
        ("chip_specs", SPEC | {"text": "much"}, ["spec-value"]),
        ("chip_specs", SPEC | {"value": "96 GB", "text": "much"}, ["spec-value"]),
        ("chip_specs", {"chip": "h20", "spec": "process", "text": "4N"}, []),
        ("chip_specs", {"chip": "h20", "spec": "process", "value": "4 nm"}, []),
        (
            "chip_specs",
            {"chip": "h20", "spec": "process", "value": "4 nm", "text": "4N"},
            ["spec-value"],
        ),
        ("chip_specs", {"chip": "h20", "spec": "export_class"}, ["spec-value"]),
        ("chip_specs", SPEC | {"stance": "denies", "denies": ["value"]}, []),
        ("deals", order(ordered=100, according_to=["reuters", "anonymous"]), []),
        ("deals", order(ordered=100, according_to=["unnamed-reports"]), []),
        ("deals", order(ordered=100, according_to=["unnamed-reports", "anonymous"]), ["chain-end"]),
        ("deals", order(stage="signed", date="2026-07-01"), []),
        ("deals", order(ordered=100, date="2026-07-01"), []),
        ("deals", order(value="9B USD", date="2026-07-01"), ["date-of-a-stage"]),
        ("deals", order(stage="amended", event="second-amendment"), []),
        ("deals", order(ordered=100, event="second-order"), ["date-of-a-stage"]),
        ("launches", {"product": "doubao", "event": "released", "date": "2026-07-01"}, []),
        (
            "comparisons",
            {"chip": "h20", "than": "ascend-910b", "aspect": "price", "result": "worse"},
            [],
        ),
    ],
)
def test_a_claim_is_judged_by_the_rules_of_its_kind(world, group, claim, rules):
    page(claim, group=group)(world)
    assert [problem.rule for problem in find_problems(world.root)] == rules


RELAYS = ["reuters.com", "engadget.com", "alibaba.com", "relay.example.com"]
USERS = {"product": "doubao", "measured_by": "questmobile", "as_of": "2025-08"}


@pytest.mark.parametrize(
    ("group", "claims", "rules"),
    [
        ("deals", [order(ordered=100), order(ordered=1000)], ["factor-of-ten"]),
        ("deals", [order(value="40B USD"), order(value="nearly 4T USD")], ["factor-of-ten"]),
        ("deals", [order(ordered=100), order(ordered=1500)], []),
        ("deals", [order(ordered=100), order(ordered="1000 servers")], []),
        ("deals", [order(ordered=100), order(ordered="1000 each")], []),
        ("deals", [order(ordered=100), order(ordered=1000, lot="second")], []),
        ("deals", [order(ordered=100), order(ordered=1000, stance="expects")], []),
        ("deals", [order(delivered=100, as_of=2024), order(delivered=1000, as_of=2025)], []),
        ("deals", [order(ordered="tens of thousands"), order(ordered=100)], []),
        ("deals", [order(ordered=100), order(delivered=150)], ["part-exceeds-whole"]),
        ("deals", [order(ordered=100), order(delivered=104)], []),
        ("deals", [order(ordered="at least 100"), order(delivered=150)], []),
        ("deals", [order(ordered=100), order(delivered="up to 150")], []),
        ("deals", [order(ordered=100), order(ordered=200), order(delivered=150)], []),
        ("deals", [order(ordered=100), order(delivered="150 servers")], []),
        ("deals", [order(value="9B USD"), order(firm_value="20B USD")], ["part-exceeds-whole"]),
        ("deals", [order(power="6 GW"), order(firm_power="1 GW"), order(option_power="9 GW")], []),
        ("deals", [order(ordered="more than 100"), order(ordered="fewer than 50")], []),
        (
            "user_metrics",
            [USERS | {"metric": "mau", "value": "30M"}, USERS | {"metric": "dau", "value": "31M"}],
            [],
        ),
        (
            "user_metrics",
            [USERS | {"metric": "mau", "value": "30M"}, USERS | {"metric": "dau", "value": "50M"}],
            ["active-users-in-order"],
        ),
        (
            "user_metrics",
            [
                USERS | {"metric": "mau", "value": "30M", "as_of": "2025-Q3"},
                USERS | {"metric": "wau", "value": "30M"},
            ],
            ["weekly-as-monthly"],
        ),
        (
            "user_metrics",
            [
                USERS | {"metric": "mau", "value": "30M", "as_of": "2025-07"},
                USERS | {"metric": "wau", "value": "30M"},
            ],
            [],
        ),
        (
            "user_metrics",
            [
                USERS | {"metric": "mau", "value": "30M", "scope": "app"},
                USERS | {"metric": "dau", "value": "50M", "scope": "all_channels"},
            ],
            [],
        ),
        (
            "user_metrics",
            [
                {"product": "doubao", "metric": "mau", "value": "30M"},
                {"product": "doubao", "metric": "wau", "value": "30M"},
            ],
            [],
        ),
    ],
)
def test_between_pages_a_doubtful_value_is_a_warning(world, group, claims, rules):
    for publisher, claim in zip(RELAYS, claims, strict=False):
        world.page(publisher, claim, group=group)
    found = find_problems(world.root)
    assert [(problem.rule, problem.severity) for problem in found] == [
        (rule, "warning") for rule in rules
    ]


def test_a_factor_of_ten_is_told_where_the_fewer_pages_stand_and_names_the_others(world):
    world.page("reuters.com", order(value="400B USD"), identifier="a-slip")
    for publisher in RELAYS[1:3]:
        world.page(publisher, order(value="40B USD"))
    [problem] = find_problems(world.root)
    assert Path(problem.path).name == "a-slip.yaml"
    assert problem.got == "'400B USD'"
    assert problem.expected.startswith("'40B USD' in ")
    assert "alibaba-2.yaml:" in problem.expected


@pytest.mark.parametrize(
    ("changes", "dates", "found"),
    [
        ({}, ("2024-01", "2024-02"), True),
        ({}, ("2024-01-01", "2024-02-29"), True),
        ({}, ("2024-01-01", "2024-03-02"), False),
        ({"distinct_from": ["order"]}, ("2024-01", "2024-01"), False),
        ({"related": ["order"]}, ("2024-01", "2024-01"), False),
        ({"sellers": ["alibaba"]}, ("2024-01", "2024-01"), False),
        ({"sellers": ["huawei", "others"]}, ("2024-01", "2024-01"), False),
        ({"kind": "supply_agreement"}, ("2024-01", "2024-01"), True),
    ],
)
def test_deals_between_the_same_parties_are_doubted_within_60_days(world, changes, dates, found):
    world.add("deals", "second", make_deal(**changes))
    for deal, day in zip(("order", "second"), dates, strict=True):
        claim = {"deal": deal, "ordered": 100, "date": day, "chip": "ascend-910b"}
        world.page("reuters.com", claim)
    rules = [problem.rule for problem in find_problems(world.root)]
    assert rules == ["probable-duplicate"] * found


def test_chips_of_one_family_make_deals_alike_and_other_chips_do_not(world):
    world.add("products", "ascend", make_product(category="chip_family"))
    for name in ("910b", "910c"):
        chip = make_product(category="chip", family="ascend")
        world.add("products", f"ascend-{name}", chip)
    world.add("deals", "second", make_deal())
    world.add("deals", "third", make_deal())
    for deal, chip in (("order", "ascend-910b"), ("second", "ascend-910c"), ("third", "h20")):
        world.page("reuters.com", {"deal": deal, "chip": chip})
    [problem] = find_problems(world.root)
    assert (problem.rule, problem.got) == ("probable-duplicate", "the deal 'order' again")
    assert Path(problem.path).name == "second.yaml"


@pytest.mark.parametrize(
    ("published", "claim", "found"),
    [
        ("2024-07-29", order(ordered=100, date="2024-07-30"), False),
        ("2024-07-29", order(ordered=100, date="2024-07-31"), True),
        ("2024-07", order(ordered=100, date="2024-08-01"), False),
        ("2024-07-29", order(ordered=100, date="2024-08-31", stance="expects"), False),
        ("2024-07-29", order(delivered=100, as_of="2024-Q4"), True),
        ("2024-07-29", order(delivered=100, during="2024"), False),
        (None, order(ordered=100, date="2027"), True),
    ],
)
def test_what_is_done_is_not_of_a_day_after_its_page(world, published, claim, found):
    dated = {"published": published} if published else {}
    world.page("reuters.com", claim, **dated)
    rules = [problem.rule for problem in find_problems(world.root)]
    assert rules == ["published-before-event"] * found


@pytest.mark.parametrize(
    ("words", "fits"),
    [
        ("ByteDance has ordered more than 100,000", True),
        ("ByteDance has ordered more than 100,000 chips", False),
        ("据知情人士透露，字节跳动", True),
        ("据知情人士透露，字节跳动去", False),
        ("…", False),
    ],
)
def test_the_end_of_a_passage_is_a_word_or_up_to_six(world, words, fits):
    page(order(passage=PASSAGE | {"start": words}))(world)
    fields = [problem.field for problem in find_problems(world.root)]
    assert fields == ["deals[0].passage.start"] * (not fits)


@pytest.mark.parametrize("claim", DENIABLE, ids=lambda claim: claim.__name__)
def test_whatever_may_be_denied_is_a_field_a_stage_or_the_deal_itself(claim):
    assert set(DENIABLE[claim]) <= {"deal", *Stage, *claim.model_fields}


def test_a_denial_of_a_name_that_is_none_names_the_nearest(world):
    page(order(stance="denies", denies=["orderd"]))(world)
    [problem] = find_problems(world.root)
    assert problem.field == "deals[0].denies[0]"
    assert problem.fix == "Did you mean 'ordered' or 'considered' or 'offered'?"


def test_a_quote_names_the_one_command_that_seals_it(world):
    unsealed(world)
    [problem] = find_problems(world.root)
    assert problem.fix.startswith("Run: ai-chip-deals seal ")
    assert problem.fix.endswith("sources/2026/reuters-0.yaml")


@pytest.mark.parametrize(
    ("kind", "content", "field"),
    [
        ("organizations", make_organization(parent="nobody"), "parent"),
        ("products", {"name": "X", "category": "chip", "maker": "nobody"}, "maker"),
        ("products", {"name": "X", "category": "chip", "family": "nothing"}, "family"),
        (
            "products",
            {"name": "X", "category": "system", "contains_chip": "nothing"},
            "contains_chip",
        ),
        ("deals", make_deal(buyers=["bytedance", "nobody"]), "buyers[1]"),
        ("deals", make_deal(financiers=["nobody"]), "financiers[0]"),
        ("deals", make_deal(part_of="nothing"), "part_of"),
        ("deals", make_deal(same_hardware_as="nothing"), "same_hardware_as"),
        ("deals", make_deal(extends=["nothing"]), "extends[0]"),
        ("deals", make_deal(replaces=["nothing"]), "replaces[0]"),
        ("deals", make_deal(related=["order", "nothing"]), "related[1]"),
        ("deals", make_deal(distinct_from=["nothing"]), "distinct_from[0]"),
        ("sources", make_source(publisher="nobody"), "publisher"),
        (
            "sources",
            make_source(deals=[order(according_to=["nobody"])]),
            "deals[0].according_to[0]",
        ),
        ("sources", make_source(deals=[order(chip="nothing")]), "deals[0].chip"),
        ("sources", make_source(deals=[order(paid_by="nobody")]), "deals[0].paid_by"),
        ("sources", make_source(deals=[order(sellers=["nobody"])]), "deals[0].sellers[0]"),
        (
            "sources",
            make_source(launches=[{"product": "nothing", "event": "released"}]),
            "launches[0].product",
        ),
        (
            "sources",
            make_source(user_metrics=[METRIC | {"value": 5, "measured_by": "nobody"}]),
            "user_metrics[0].measured_by",
        ),
        (
            "sources",
            make_source(chip_specs=[SPEC | {"chip": "nothing", "value": "96 GB"}]),
            "chip_specs[0].chip",
        ),
        (
            "sources",
            make_source(
                comparisons=[
                    {"chip": "h20", "than": "nothing", "aspect": "price", "result": "worse"}
                ]
            ),
            "comparisons[0].than",
        ),
    ],
)
def test_every_id_that_a_file_names_must_have_a_file(world, kind, content, field):
    world.add(kind, "thing", content)
    [problem] = find_problems(world.root)
    assert (problem.rule, problem.field) == ("unknown-reference", field)


def test_an_unknown_id_is_shown_the_nearest_one_or_the_file_to_add(world):
    page(order(buyers=["bytedanse"]), order(buyers=["xyzzy"]))(world)
    fixes = [problem.fix for problem in find_problems(world.root)]
    assert fixes == [
        "Did you mean 'bytedance'? If it is another, add 'raw/organizations/bytedanse.yaml'.",
        "Add 'raw/organizations/xyzzy.yaml'.",
    ]


def test_an_id_of_another_kind_is_unknown(world):
    page(order(chip="bytedance"))(world)
    assert [problem.rule for problem in find_problems(world.root)] == ["unknown-reference"]


def test_reserved_ids_need_no_file_where_they_have_a_meaning(world):
    parties = {"buyers": ["bytedance", "others"], "sellers": ["undisclosed"]}
    page(order(**parties, according_to=["reuters", "anonymous"]))(world)
    assert find_problems(world.root) == []


@pytest.mark.parametrize("party", ["anonymous", "unnamed-reports"])
def test_reserved_ends_of_a_chain_are_no_parties(world, party):
    page(order(buyers=[party]))(world)
    assert [problem.rule for problem in find_problems(world.root)] == ["unknown-reference"]


@pytest.mark.parametrize("link", ["others", "undisclosed"])
def test_reserved_parties_are_no_links_of_a_chain(world, link):
    page(order(according_to=[link]))(world)
    assert [problem.rule for problem in find_problems(world.root)] == ["unknown-reference"]


@pytest.mark.parametrize(
    ("kind", "make", "name"),
    [
        ("organizations", make_organization, "parent"),
        ("products", lambda **changes: {"name": "X", "category": "chip", **changes}, "family"),
        ("deals", make_deal, "part_of"),
        ("deals", make_deal, "same_hardware_as"),
    ],
)
def test_a_relation_that_leads_back_is_found_in_each_file_of_the_circle_alone(
    world, kind, make, name
):
    above = {"a": "b", "b": "c", "c": "a", "outside": "a"}
    for identifier, parent in above.items():
        world.add(kind, identifier, make(**{name: parent}))
    found = find_problems(world.root)
    assert [(problem.rule, problem.field, problem.got) for problem in found] == [
        ("cycle", name, "a -> b -> c -> a"),
        ("cycle", name, "b -> c -> a -> b"),
        ("cycle", name, "c -> a -> b -> c"),
    ]


def test_what_is_its_own_parent_is_a_circle(world):
    world.add("organizations", "ouroboros", make_organization(parent="ouroboros"))
    assert [problem.got for problem in find_problems(world.root)] == ["ouroboros -> ouroboros"]


def test_two_ways_up_to_the_same_deal_are_no_circle(world):
    world.add("deals", "left", make_deal(part_of="order"))
    world.add("deals", "right", make_deal(part_of="order", same_hardware_as="left"))
    assert find_problems(world.root) == []


def test_all_breaches_are_found_at_once_in_the_order_of_files(world):
    world.add("deals", "second", make_deal(part_of="second"))
    page(order(stance="denies"), order(chip="doubao"), order(date="2026-07"))(world)
    world.add("organizations", "others", make_organization(domains=["reuters.com"]))
    page(METRIC, group="user_metrics")(world)
    found = find_problems(world.root)
    assert [problem.rule for problem in found] == [
        "cycle",
        "reserved-id",
        "domain-twice",
        "denial-of-something",
        "chip-category",
        "date-of-a-stage",
        "metric-value",
    ]
    assert found == sorted(found, key=lambda problem: (problem.path, problem.line, problem.column))

"""Files become typed objects, or problems in this project's own words, each in its place."""

from __future__ import annotations

import re

import langcodes
import pytest
import yaml
from conftest import make_deal, make_source, order
from hypothesis import given
from hypothesis import strategies as st

from ai_chip_deals.errors import RawError
from ai_chip_deals.raw.fields import LANGUAGES
from ai_chip_deals.raw.files import MODELS, read_file, read_tree
from ai_chip_deals.raw.redirects import Redirects
from ai_chip_deals.vocabulary import OrganizationRole

HEADS = {
    "organizations": "name: Somebody\nrole: party\n",
    "products": "name: Something\ncategory: chip\n",
    "deals": "title: An order\nkind: purchase\n",
    "sources": "title: A page\nurl: https://a.org/x\ntype: news\nretrieved: 2026-11-23\n",
}
PLACES = {kind: kind for kind in MODELS} | {"sources": "sources/2026"}


def write(world, kind, text, name="thing"):
    path = world.root / PLACES[kind] / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def problems(world, kind, text, name="thing"):
    write(world, kind, text, name)
    return read_tree(world.root).problems


def test_a_folder_is_read_by_kind_and_id(world):
    world.page("reuters.com", order(ordered=100), identifier="page")
    (world.root / "redirects.yaml").write_text(
        'deals: {old-order: {to: order, reason: "The same deal.", date: 2026-11-01}}', "utf-8"
    )
    tree = read_tree(world.root)
    assert tree.problems == []
    assert tree.unread == set()
    assert set(tree.deals) == {"order"}
    assert set(tree.products) == {"ascend-910b", "h20", "doubao"}
    assert tree.organizations["bis"].data.role is OrganizationRole.AUTHORITY
    assert tree.sources["page"].data.deals[0].ordered.point == 100
    assert tree.redirects.data.deals["old-order"].to == "order"
    assert [file.id for file in tree.files()][-2:] == ["order", "page"]


def test_the_last_check_of_each_page_is_read(world):
    (world.root / "checked.yaml").write_text(
        "sources: {page: {date: 2026-11-23, result: moved}}", "utf-8"
    )
    tree = read_tree(world.root)
    assert tree.problems == []
    check = tree.checked.data.sources["page"]
    assert (check.date.isoformat(), check.result) == ("2026-11-23", "moved")


@pytest.mark.parametrize("content", ["organizations: {}", "deals: {}\nproducts: {}"])
def test_redirects_may_be_empty(world, content):
    (world.root / "redirects.yaml").write_text(content, "utf-8")
    assert read_tree(world.root).redirects.data == Redirects()


@pytest.mark.parametrize(
    ("kind", "line", "column", "field", "fix"),
    [
        ("organizations", "nmae: x", 1, "nmae", "Did you mean 'name'?"),
        ("organizations", "xyzzy: x", 1, "xyzzy", ""),
        ("products", "familly: x", 1, "familly", "Did you mean 'family'?"),
        ("deals", "buyer: [x]", 1, "buyer", "Did you mean 'buyers'?"),
        ("deals", "value: 9B USD", 1, "value", ""),
        ("sources", "publishd: 2024", 1, "publishd", "Did you mean 'published' or 'publisher'?"),
        (
            "sources",
            "deals: [{deal: x, orderd: 5}]",
            19,
            "deals[0].orderd",
            "Did you mean 'ordered' or 'offered'?",
        ),
        (
            "sources",
            "launches: [{product: x, event: released, prise: 5}]",
            42,
            "launches[0].prise",
            "Did you mean 'price'?",
        ),
        (
            "sources",
            f"deals: [{{deal: x, passage: {{start: a, end: b, sha256: {'a' * 64}, figure: x}}}}]",
            121,
            "deals[0].passage.figure",
            "Did you mean 'figures'?",
        ),
    ],
)
def test_an_unknown_key_is_refused_where_it_stands(world, kind, line, column, field, fix):
    [problem] = problems(world, kind, HEADS[kind] + line)
    assert problem.rule == "unknown-key"
    assert (problem.line, problem.column) == (HEADS[kind].count("\n") + 1, column)
    assert problem.field == field
    assert problem.got == f"the unknown field {field.rpartition('.')[2]!r}"
    assert problem.fix == fix


@pytest.mark.parametrize(
    ("key", "expected", "fix"),
    [
        ("famly", "a field that exists here", "Did you mean 'family'?"),
        ("xyzzy", "one of the fields id, accept, name, category, maker", ""),
    ],
)
def test_a_key_like_no_other_is_refused_with_all_that_there_are(world, key, expected, fix):
    [problem] = problems(world, "products", f"{HEADS['products']}{key}: x")
    assert problem.expected.startswith(expected)
    assert problem.fix == fix


def test_an_unknown_key_of_a_redirect_is_refused_where_it_stands(world):
    text = 'deals:\n  old: {to: order, why: "x", reason: "The same deal.", date: 2026-11-01}\n'
    (world.root / "redirects.yaml").write_text(text, "utf-8")
    [problem] = read_tree(world.root).problems
    assert (problem.rule, problem.line, problem.column) == ("unknown-key", 2, 20)
    assert problem.expected == "one of the fields to, reason, date"


@pytest.mark.parametrize(
    ("kind", "text", "line", "column", "names"),
    [
        ("organizations", "name: X", 1, 1, ["role"]),
        ("products", "# A comment\nmaker: x", 2, 1, ["category", "name"]),
        ("deals", "title: An order", 1, 1, ["kind"]),
        ("sources", "type: news", 1, 1, ["retrieved", "title", "url"]),
        ("sources", HEADS["sources"] + "deals:\n  - ordered: 5", 6, 5, ["deal"]),
        ("sources", HEADS["sources"] + "launches: [{product: x}]", 5, 12, ["event"]),
        ("sources", HEADS["sources"] + "chip_specs: [{}]", 5, 14, ["chip", "spec"]),
    ],
)
def test_a_missing_key_is_named_where_its_mapping_starts(world, kind, text, line, column, names):
    found = problems(world, kind, text)
    assert {(problem.rule, problem.line, problem.column) for problem in found} == {
        ("missing-key", line, column)
    }
    assert [problem.got for problem in found] == [f"no {name!r}" for name in names]
    assert all(problem.fix.startswith("Add a line '") for problem in found)


QUOTES = "Put it between quotes."
LIST = "Write '[x]'."
DASHES = "Start each entry with a dash in place of two spaces: '  - deal: …'."


@pytest.mark.parametrize(
    ("kind", "line", "column", "got", "expected", "fix"),
    [
        ("organizations", "parent: true", 9, "true", "text", 'Put it between quotes: "true".'),
        ("organizations", "parent: 360", 9, "360", "text", 'Put it between quotes: "360".'),
        ("organizations", "parent: [x]", 9, "a list", "text", ""),
        ("organizations", "parent: {a: x}", 9, "a mapping", "text", ""),
        ("organizations", "aliases: [x, 360]", 14, "360", "text", 'Put it between quotes: "360".'),
        ("organizations", "aliases: x", 10, "'x'", "a list", LIST),
        ("organizations", "accept: x", 9, "'x'", "keys and values", ""),
        ("products", "chips_contained: '8'", 18, "'8'", "a whole number", ""),
        ("products", "chips_contained: true", 18, "true", "a whole number", ""),
        ("deals", "buyers: x", 9, "'x'", "a list", LIST),
        (
            "sources",
            "deals: {deal: x}",
            8,
            "an entry without its dash",
            "a dash before each entry",
            DASHES,
        ),
        ("sources", "deals: [x]", 9, "'x'", "keys and values", ""),
    ],
)
def test_a_value_of_the_wrong_type_is_refused(world, kind, line, column, got, expected, fix):
    [problem] = problems(world, kind, HEADS[kind] + line)
    assert (problem.rule, problem.column) == ("type", column)
    assert (problem.got, problem.expected, problem.fix) == (got, expected, fix)


@pytest.mark.parametrize(
    ("kind", "line", "rule", "got", "expected", "fix"),
    [
        ("organizations", "country: cn", "syntax", "'cn'", "ISO 3166-1", "Write 'CN'."),
        (
            "organizations",
            "country: CHN",
            "syntax",
            "'CHN'",
            "ISO 3166-1",
            "Write 'CN'.",
        ),
        ("organizations", "country: UK", "syntax", "'UK'", "ISO 3166-1", "Write 'GB'."),
        ("organizations", "country: China", "syntax", "'China'", "ISO 3166-1", "Write 'CN'."),
        ("organizations", "country: true", "syntax", "true", "text such as 'CN'", QUOTES),
        (
            "organizations",
            "website: example.org",
            "syntax",
            "'example.org'",
            "https://",
            "Write 'https://example.org'.",
        ),
        ("organizations", "website: ftp://a.org", "syntax", "'ftp://a.org'", "https://", ""),
        (
            "organizations",
            "website: https://localhost",
            "syntax",
            "'https://localhost'",
            "https://",
            "",
        ),
        ("organizations", "website: https://[a", "syntax", "'https://[a'", "an address", ""),
        ("organizations", "website: https://℀.org", "syntax", "'https://℀.org'", "an address", ""),
        (
            "organizations",
            "website: https://a.org/x y",
            "syntax",
            "'https://a.org/x y'",
            "without spaces",
            "Write a space as %20.",
        ),
        ("organizations", "website: 5", "syntax", "5", "text such as", QUOTES),
        (
            "organizations",
            "parent: Big Co",
            "form",
            "'Big Co'",
            "an id in lower case",
            "Write 'big-co'.",
        ),
        ("organizations", "domains: [A.org]", "form", "'A.org'", "a domain in lower case", ""),
        ("organizations", "wikidata: 'P5'", "form", "'P5'", "an item of Wikidata", ""),
        ("organizations", "ticker: NVDA", "form", "'NVDA'", "exchange and symbol", ""),
        ("organizations", "aliases: [' x']", "syntax", "' x'", "text without space", ""),
        ("organizations", "aliases: ['']", "length", "''", "at least 1", ""),
        ("organizations", "accept: {cycle: because}", "length", "'because'", "at least 10", ""),
        ("products", "chips_contained: 0", "range", "0", "a number greater than 0", ""),
        ("deals", "buyers: []", "length", "a list", "at least 1 entry", ""),
        ("sources", "language: english", "syntax", "'english'", "BCP 47", "Write 'en'."),
        ("sources", "language: en_US", "syntax", "'en_US'", "BCP 47", ""),
        ("sources", "language: ''", "syntax", "''", "BCP 47", ""),
        (
            "sources",
            "published: 2024-13",
            "date-syntax",
            "'2024-13'",
            "a day of the calendar",
            "Look it up on the page, or write less of it, such as the month.",
        ),
        ("sources", "published: 20240731", "date-syntax", "20240731", "EDTF", ""),
        ("sources", "published: true", "syntax", "true", "text such as '2024-07'", QUOTES),
        ("sources", "withdrawn: wrong", "length", "'wrong'", "at least 10 characters", ""),
        (
            "sources",
            "launches: [{product: x, event: released, region: World}]",
            "syntax",
            "'World'",
            'a UN M49 code such as "001"',
            "",
        ),
        (
            "sources",
            "launches: [{product: x, event: released, region: 419}]",
            "syntax",
            "419",
            "text",
            QUOTES,
        ),
        (
            "sources",
            "user_metrics: [{product: x, metric: mau, window: first 0 days}]",
            "form",
            "'first 0 days'",
            "a window such as 'first 30 days'",
            "",
        ),
        (
            "sources",
            "user_metrics: [{product: x, metric: mau, value: 5 USD}]",
            "syntax",
            "'5 USD'",
            "a count, not money",
            "Prices belong to launches.",
        ),
        (
            "sources",
            "deals: [{deal: x, ordered: more then 5}]",
            "amount-syntax",
            "'more then 5'",
            "an amount such as",
            "Did you mean 'more than 5'?",
        ),
        (
            "sources",
            f"deals: [{{deal: x, ordered: {'9' * 18}}}]",
            "amount-syntax",
            "9" * 18,
            "amount",
            "",
        ),
        (
            "sources",
            f"deals: [{{deal: x, ordered: '{'9' * 400}'}}]",
            "amount-syntax",
            "9",
            "amount",
            "",
        ),
        ("sources", "deals: [{deal: x, ordered: 5 MW}]", "syntax", "'5 MW'", "not in MW", ""),
        ("sources", "deals: [{deal: x, value: 5}]", "syntax", "5", "not in a bare number", ""),
        ("sources", "deals: [{deal: x, power: 5 chips}]", "syntax", "'5 chips'", "not in chip", ""),
        ("sources", "deals: [{deal: x, ordered: true}]", "syntax", "true", "text such as", QUOTES),
        ("sources", "deals: [{deal: x, ordered: [5]}]", "syntax", "a list", "text such as", QUOTES),
        (
            "sources",
            "deals: [{deal: x, passage: {start: a, end: b, sha256: x}}]",
            "form",
            "'x'",
            "the 64 hexadecimal digits",
            "",
        ),
    ],
)
def test_a_value_that_is_not_of_its_form_is_refused(world, kind, line, rule, got, expected, fix):
    [problem] = problems(world, kind, HEADS[kind] + line)
    assert (problem.rule, problem.fix) == (rule, fix)
    assert got in problem.got
    assert expected in problem.expected


@pytest.mark.parametrize(
    "day", ["2026-11", "2026-11-31", "20261123", "23.11.2026", "2026-W47-1", "2026-11-23~"]
)
def test_the_day_of_reading_is_a_day_of_the_calendar(world, day):
    [problem] = problems(world, "sources", HEADS["sources"].replace("2026-11-23", f'"{day}"'))
    assert (problem.rule, problem.line, problem.column) == ("syntax", 4, 12)
    assert problem.expected == "a day such as '2026-11-23'"


@pytest.mark.parametrize(
    ("kind", "old", "new", "fix"),
    [
        ("organizations", "party", "newsrom", "Did you mean 'newsroom'?"),
        ("products", "chip", "chatbott", "Did you mean 'chatbot'?"),
        ("deals", "purchase", "purchas", "Did you mean 'purchase'?"),
        ("sources", "news", "fling", "Did you mean 'filing'?"),
    ],
)
def test_an_unknown_term_is_refused_with_the_nearest(world, kind, old, new, fix):
    text = HEADS[kind].replace(f": {old}", f": {new}")
    [problem] = problems(world, kind, text)
    assert (problem.rule, problem.got, problem.fix) == ("unknown-term", repr(new), fix)


def test_an_unknown_term_that_is_like_no_other_is_refused_with_all_of_them(world):
    text = HEADS["sources"].replace(": news", ": xyzzy")
    [problem] = problems(world, "sources", text)
    assert (problem.rule, problem.got, problem.fix) == ("unknown-term", "'xyzzy'", "")
    assert "news" in problem.expected.removeprefix("one of ").split(", ")


def test_terms_of_claims_are_refused_too(world):
    line = "deals: [{deal: x, stage: signd, stance: say}]"
    found = problems(world, "sources", HEADS["sources"] + line)
    assert [(problem.field, problem.column, problem.fix) for problem in found] == [
        ("deals[0].stage", 26, "Did you mean 'signed'?"),
        ("deals[0].stance", 41, "Did you mean 'says'?"),
    ]


@pytest.mark.parametrize("region", ["CN", "EU", '"001"', '"419"'])
def test_a_region_is_a_country_or_an_area(world, region):
    line = f"launches: [{{product: doubao, event: released, region: {region}}}]"
    assert problems(world, "sources", HEADS["sources"] + line) == []


@pytest.mark.parametrize(
    "url", ["https://a.org/Ünï?q=1&b=%20#part", "http://A.ORG", "https://a.org/"]
)
def test_an_address_stays_as_it_was_written(world, url):
    write(world, "sources", HEADS["sources"].replace("https://a.org/x", f'"{url}"'))
    assert read_tree(world.root).sources["thing"].data.url == url


def test_an_id_that_differs_from_the_name_of_the_file_is_refused(world):
    [problem] = problems(world, "deals", HEADS["deals"] + "id: other")
    assert (problem.rule, problem.line, problem.column) == ("id-differs", 3, 5)
    assert problem.expected == "the file's name, 'thing'"
    assert problems(world, "deals", HEADS["deals"] + "id: thing") == []


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Big Order", "big-order"),
        ("order_2024", "order-2024"),
        ("-order-", "order"),
        ("order--2024", "order-2024"),
        ("order.v2", "order-v2"),
    ],
)
def test_a_file_with_a_bad_name_is_refused_with_a_good_one(world, name, slug):
    [problem] = problems(world, "deals", HEADS["deals"], name)
    assert (problem.rule, problem.line) == ("file-name", 0)
    assert problem.fix == f"Rename it to {slug}.yaml."
    assert name in read_tree(world.root).unread


@pytest.mark.parametrize(
    "place",
    [
        "order.yaml",
        "deal/order.yaml",
        "deals/2024/order.yaml",
        "deals/order.yml",
        "deals/order.json",
        "deals/.order.yaml.swp",
        "sources/page.yaml",
        "sources/24/page.yaml",
        "sources/1899/page.yaml",
        "sources/2024/09/page.yaml",
        "deals/redirects.yaml.txt",
        "README.md",
    ],
)
def test_a_file_out_of_place_is_refused_and_not_read(world, place):
    path = world.root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"\xff")
    [problem] = read_tree(world.root).problems
    assert (problem.rule, problem.path) == ("file-place", path.as_posix())


def test_a_symbolic_link_to_a_file_is_refused_and_not_read(world, tmp_path):
    outside = tmp_path / "outside.yaml"
    outside.write_text("secret: 1", "utf-8")
    link = world.root / "deals/linked.yaml"
    link.symlink_to(outside)
    [problem] = read_tree(world.root).problems
    assert (problem.rule, problem.got) == ("file-link", "a symbolic link")
    assert problem.path == link.as_posix()
    assert "linked" not in read_tree(world.root).deals


def test_a_dangling_link_is_refused_too(world, tmp_path):
    (world.root / "deals/linked.yaml").symlink_to(tmp_path / "nowhere")
    assert [problem.rule for problem in read_tree(world.root).problems] == ["file-link"]


@pytest.mark.parametrize("place", ["deals/more", "sources", "sources/2025"])
def test_a_symbolic_link_to_a_folder_is_refused_and_not_entered(world, tmp_path, place):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.yaml").write_text("secret: 1", "utf-8")
    link = world.root / place
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(outside, target_is_directory=True)
    found = read_tree(world.root).problems
    assert [problem.rule for problem in found] == ["file-link"]
    assert "secret" not in str(found)


def test_an_id_is_taken_by_one_file_of_any_year(world):
    world.page("reuters.com", identifier="page")
    other = world.root / "sources/2027/page.yaml"
    other.parent.mkdir()
    other.write_text(HEADS["sources"], "utf-8")
    [problem] = read_tree(world.root).problems
    assert (problem.rule, problem.path) == ("duplicate-id", other.as_posix())
    assert problem.expected.endswith("sources/2026/page.yaml")


def test_entities_of_different_kinds_may_share_an_id(world):
    write(world, "products", HEADS["products"], "order")
    assert read_tree(world.root).problems == []


def test_all_problems_of_all_files_are_told_at_once_in_the_order_of_files(world):
    write(world, "organizations", "name: 5\nrole: prty\nnam: x\n", "zeta")
    write(world, "deals", "title: An order\nkind: no\n", "broken")
    write(world, "deals", "title: true\nkind: purchas\nbuyers: x\n", "alpha")
    write(world, "sources", HEADS["sources"] + "deals:\n  - orderd: 5\n    ordered: 1,00\n", "page")
    write(world, "products", HEADS["products"] + "maker: nobody\n", "fine")
    found = world.problems()
    assert [
        (problem.path.removeprefix(f"{world.root.as_posix()}/"), problem.line, problem.rule)
        for problem in found
    ] == [
        ("deals/alpha.yaml", 1, "type"),
        ("deals/alpha.yaml", 2, "unknown-term"),
        ("deals/alpha.yaml", 3, "type"),
        ("deals/broken.yaml", 2, "ambiguous-text"),
        ("organizations/zeta.yaml", 1, "type"),
        ("organizations/zeta.yaml", 2, "unknown-term"),
        ("organizations/zeta.yaml", 3, "unknown-key"),
        ("products/fine.yaml", 3, "unknown-reference"),
        ("sources/2026/page.yaml", 6, "missing-key"),
        ("sources/2026/page.yaml", 6, "unknown-key"),
        ("sources/2026/page.yaml", 7, "amount-syntax"),
    ]


def test_nobody_is_told_of_unknown_ids_where_only_a_file_is_broken(world):
    write(world, "deals", HEADS["deals"] + "related: [broken]\n", "fine")
    write(world, "deals", "kind: [\n", "broken")
    assert [problem.rule for problem in world.problems()] == ["yaml-syntax"]


def test_reading_one_file_raises_all_its_problems(world):
    path = write(world, "deals", "title: 5\nkind: 6\n")
    with pytest.raises(RawError) as refusal:
        read_file(path, MODELS["deals"])
    assert [problem.line for problem in refusal.value.problems] == [1, 2]
    assert str(refusal.value).count("\n") == 1


def test_a_problem_tells_place_field_what_is_there_what_should_be_and_the_fix(world, monkeypatch):
    write(
        world, "sources", HEADS["sources"] + "deals:\n  - deal: order\n    ordered: more then 5\n"
    )
    monkeypatch.chdir(world.root.parent)
    [problem] = read_tree(world.root).problems
    assert str(problem) == (
        "raw/sources/2026/thing.yaml:7:14: deals[0].ordered: got 'more then 5', expected an amount "
        "such as 'more than 100000' or '9.7B USD'. Did you mean 'more than 5'? (amount-syntax)"
    )


FOREIGN = re.compile(
    r"(?i:pydantic|input should|value error|field required|extra inputs|should be a valid)|"
    r"\b(?:True|False|None)\b|dict_keys|<class|[{}](?:gt|min_length|max_length|pattern)"
)
values = st.recursive(
    st.sampled_from(
        ["", "x", " x", "https://[x", "5 MW", "2024-13", "x" * 501, 0, 5, 10**17, True]
    ),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["deal", "passage", "start", "old", "x"]), inner, max_size=2
        )
    ),
    max_leaves=4,
)


def messages(content, model, folder):
    """Every problem of a file that has at least an unknown key."""
    path = folder.getbasetemp() / "thing.yaml"
    path.write_text(yaml.safe_dump(content | {"xyzzy": 1}, allow_unicode=True), "utf-8")
    with pytest.raises(RawError, match="the unknown field 'xyzzy'") as refusal:
        read_file(path, model)
    return str(refusal.value)


@pytest.mark.parametrize("model", [*MODELS.values(), Redirects], ids=lambda model: model.__name__)
@given(data=st.data())
def test_no_message_speaks_in_the_words_of_a_library(model, data, tmp_path_factory):
    names = st.sampled_from([*model.model_fields])
    content = data.draw(st.dictionaries(names, values, max_size=4))
    assert not FOREIGN.search(messages(content, model, tmp_path_factory))


CLAIMS = {
    "deals": order(),
    "launches": {"product": "x", "event": "released"},
    "user_metrics": {"product": "x", "metric": "mau"},
    "chip_specs": {"chip": "x", "spec": "memory"},
    "comparisons": {"chip": "x", "than": "z", "aspect": "price", "result": "better"},
}


@pytest.mark.parametrize("group", CLAIMS)
@given(data=st.data())
def test_no_message_on_a_claim_speaks_in_the_words_of_a_library(group, data, tmp_path_factory):
    model = MODELS["sources"]
    fields = model.model_fields[group].annotation.__args__[0].model_fields
    changes = data.draw(st.dictionaries(st.sampled_from([*fields]), values, max_size=4))
    source = make_source(**{group: [CLAIMS[group] | changes]})
    assert not FOREIGN.search(messages(source, model, tmp_path_factory))


def test_a_deal_of_the_factory_is_valid(world):
    world.add("deals", "another", make_deal())
    assert world.problems() == []


def test_all_that_is_wrong_in_a_file_is_told_in_one_round(world):
    text = (
        "title: Chips #1 for all\n"  # cut by a comment
        "url: example.org/x\n"
        "type: newz\n"
        "retrieved: 2026-11-3\n"
        "deals:\n"
        "  - deal: order\n"
        "    orderd: 5\n"
        "    ordered: no more than 100\n"
        "    lot: no\n"
        "    according_to: reuters\n"
    )
    rules = [problem.rule for problem in problems(world, "sources", text, name="Bad Name")]
    assert rules == [
        "file-name",
        "cut-text",
        "syntax",
        "unknown-term",
        "syntax",
        "unknown-key",
        "amount-syntax",
        "ambiguous-text",
        "type",
    ]


def schema_line(schema):
    return f"# yaml-language-server: $schema={schema}\n"


@pytest.mark.parametrize(
    ("kind", "schema"),
    [
        ("organizations", "../../schemas/raw/organization.schema.json"),
        ("products", "../../schemas/raw/product.schema.json"),
        ("deals", "../../schemas/raw/deal.schema.json"),
        ("sources", "../../../schemas/raw/source.schema.json"),
    ],
)
def test_a_comment_may_name_the_schema_of_its_kind_to_editors(world, kind, schema):
    assert problems(world, kind, schema_line(schema) + HEADS[kind]) == []


@pytest.mark.parametrize(
    ("comment", "column", "named"),
    [
        (schema_line("https://example.com/x.json"), 33, "https://example.com/x.json"),
        (schema_line("../../schemas/raw/product.schema.json"), 33, "../../schemas/raw/product"),
        (schema_line("../schemas/raw/deal.schema.json"), 33, "../schemas/raw/deal.schema.json"),
        (schema_line(""), 33, ""),
        ("# $schema: https://example.com/x.json\n", 12, "https://example.com/x.json"),
        ("#   yaml-language-server : a $schema=b\n", 38, "b"),
        (schema_line("x").replace("\n", "\r\n"), 33, "x"),
    ],
)
def test_a_comment_may_name_no_other_schema(world, comment, column, named):
    [problem] = problems(world, "deals", "# A deal\n" + comment + HEADS["deals"])
    assert (problem.rule, problem.line, problem.column) == ("schema-line", 2, column)
    assert problem.got.startswith(f"'{named}")
    assert problem.fix == (
        "Write '# yaml-language-server: $schema=../../schemas/raw/deal.schema.json', "
        "or delete the line."
    )


def test_a_language_that_is_known_by_its_code_is_one():
    assert all(map(langcodes.tag_is_valid, LANGUAGES.values()))


def test_a_folder_that_is_a_link_is_refused_as_a_whole(world):
    link = world.root.with_name("link")
    link.symlink_to(world.root)
    with pytest.raises(RawError, match=r"link: got a symbolic link, .* \(file-link\)"):
        read_tree(link)

"""New deals, organizations and products: their ids, and what they come near to."""

from __future__ import annotations

import pytest
from conftest import make_deal, make_organization, make_product

from ai_chip_deals.draft.entities import draft_deal, draft_organization, draft_product
from ai_chip_deals.errors import RawError, UnknownNameError, WrongPathError
from ai_chip_deals.raw.files import read_tree
from ai_chip_deals.vocabulary import DealKind, OrganizationRole, PartyRole, ProductCategory

SIDES = {PartyRole.BUYERS: ["alibaba"], PartyRole.SELLERS: ["huawei"]}


def new_deal(world, title, parties=SIDES, identifier=None):
    return draft_deal(read_tree(world.root), title, DealKind.PURCHASE, parties, 2026, identifier)


def new_organization(world, name, domains=(), **fields):
    tree = read_tree(world.root)
    return draft_organization(tree, name, OrganizationRole.PARTY, list(domains), fields)


def new_product(world, name, category=ProductCategory.CHATBOT, **fields):
    return draft_product(read_tree(world.root), name, category, fields)


def near(draft):
    return [one.id for one in draft.near]


@pytest.mark.parametrize(
    ("title", "identifier"),
    [
        ("Alibaba orders Ascend 910B", "alibaba-huawei-ascend-910b-2026"),
        ("Alibaba buys Zorb 3 chips of Huawei", "alibaba-huawei-zorb-3-2026"),
        ("alibaba-huawei-somewhat-2025", "alibaba-huawei-somewhat-2025"),
    ],
)
def test_the_id_of_a_deal_is_buyer_seller_thing_and_year(world, title, identifier):
    assert new_deal(world, title).path == world.root / "deals" / f"{identifier}.yaml"


def test_parties_that_no_page_names_are_not_in_the_id(world):
    parties = {PartyRole.BUYERS: ["undisclosed"], PartyRole.SELLERS: ["huawei"]}
    assert new_deal(world, "Somebody orders H20", parties).path.stem == "huawei-h20-2026"


def test_a_deal_says_its_title_kind_and_parties(world):
    assert new_deal(world, "Alibaba: orders").text.splitlines()[1:] == [
        'title: "Alibaba: orders"',
        "kind: purchase",
        "buyers: [alibaba]",
        "sellers: [huawei]",
    ]


@pytest.mark.parametrize(
    "other",
    [
        make_deal(title="Something else", buyers=["alibaba"]),
        make_deal(title="Ascend 910B orders by Alibaba", buyers=["bytedance"]),
    ],
    ids=["the same parties", "the words in another order"],
)
def test_a_deal_is_near_to_one_of_the_same_parties_or_a_similar_title(world, other):
    world.add("deals", "other", other)
    assert near(new_deal(world, "Alibaba orders Ascend 910B")) == ["other"]


def test_a_deal_of_others_is_not_near(world):
    assert near(new_deal(world, "Alibaba rents a data centre")) == []


@pytest.mark.parametrize("name", ["BYTEDANCE", "ByteDance Ltd", "Bytedanse", "字节跳动"])
def test_an_organization_is_near_to_one_of_a_similar_name_in_any_script(world, name):
    organization = make_organization(name="ByteDance", aliases=["字节跳动"])
    world.add("organizations", "bytedance-group", organization)
    (world.root / "organizations/bytedance.yaml").unlink()
    draft = draft_organization(
        read_tree(world.root), name, OrganizationRole.PARTY, [], {}, "new-one"
    )
    assert near(draft) == ["bytedance-group"]


@pytest.mark.parametrize("name", ["Byte", "Dance Computing", "Reuter Holding"])
def test_a_name_that_only_shares_letters_or_a_later_word_is_not_near(world, name):
    assert near(new_organization(world, name)) == []


def test_an_organization_with_the_domain_of_another_is_near_to_it(world):
    assert near(new_organization(world, "Thomson", ["reuters.com"])) == ["reuters"]


def test_the_id_of_a_chip_starts_with_its_maker_and_that_of_an_app_does_not(world):
    chip = new_product(world, "Kirin 9000", ProductCategory.CHIP, maker="huawei")
    app = new_product(world, "Petal Search", maker="huawei")
    assert (chip.path.stem, app.path.stem) == ("huawei-kirin-9000", "petal-search")


def test_a_product_is_near_to_one_that_has_its_alias(world):
    world.add("products", "ascend", make_product(name="Ascend", aliases=["昇腾910"]))
    draft = new_product(world, "Atlas", aliases=["昇腾910"])
    assert near(draft) == ["ascend"]


def test_an_unknown_id_gets_the_nearest_known_one(world):
    with pytest.raises(UnknownNameError, match="Did you mean 'huawei'"):
        new_product(world, "Kirin", maker="huawai")
    with pytest.raises(UnknownNameError, match="Did you mean 'alibaba'"):
        new_deal(world, "x", {PartyRole.BUYERS: ["alibab"]})


def test_an_id_in_use_or_given_up_is_refused(world):
    with pytest.raises(WrongPathError, match=r"order\.yaml is there already"):
        new_deal(world, "Another", identifier="order")
    entry = "{to: order, reason: They were the same deal., date: 2026-11-23}"
    (world.root / "redirects.yaml").write_text(f"deals:\n  old: {entry}\n", "utf-8")
    with pytest.raises(WrongPathError, match="'old' was merged into 'order'"):
        new_deal(world, "Another", identifier="old")


def test_a_name_without_a_latin_letter_needs_an_id(world):
    with pytest.raises(WrongPathError, match="Give one with --id"):
        new_organization(world, "华为云")


def test_what_a_file_may_not_say_is_refused_with_its_fix(world):
    with pytest.raises(RawError, match="Write 'GB'"):
        new_organization(world, "Zorblatt", country="UK")


def test_what_is_near_by_its_id_alone_is_not_said_to_be_called_so(world):
    world.add("products", "huawei-zorb-3", make_product(name="Accelerator of 2026"))
    (found,) = new_product(world, "Zorb 33", ProductCategory.CHIP, maker="huawei").near
    assert (found.id, found.why) == ("huawei-zorb-3", "is a near id")

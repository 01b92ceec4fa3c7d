"""A build in which only what changed is laid out anew writes the same as one from scratch."""

from __future__ import annotations

import functools
import random
from datetime import date

import pytest
import yaml
from conftest import make_deal, make_organization, make_source, order

from ai_chip_deals import build as build_package
from ai_chip_deals.build import build_dataset, flat
from ai_chip_deals.checks import find_problems
from ai_chip_deals.errors import RawError
from ai_chip_deals.raw import listing

METRIC = {"product": "doubao", "metric": "mau", "as_of": "2025-08", "value": "157.4M"}


@pytest.fixture
def laid_out(told, cache, tmp_path, monkeypatch):
    """Builds again, holds it against a build from scratch, and tells which pages were read anew."""
    pages = set()
    claim_rows = flat.claim_rows

    def noted(identifier, source, who):
        pages.add(identifier)
        return claim_rows(identifier, source, who)

    monkeypatch.setattr(flat, "claim_rows", noted)
    told.page("bytedance.com", METRIC, group="user_metrics", identifier="metric")
    told.page("relay.example.com", order(ordered=5, according_to=["huawei"]), identifier="relay")

    def build(version="1.2.3"):
        build_dataset(told.root, tmp_path / "cold", version)
        pages.clear()
        rows = build_dataset(told.root, tmp_path / "kept", version, cache)
        found = pages.copy()
        assert contents(tmp_path / "kept") == contents(tmp_path / "cold")
        assert rows == build_dataset(told.root, tmp_path / "again", version, cache)
        assert contents(tmp_path / "again") == contents(tmp_path / "cold")
        return found

    assert build() == {"first", "second", "metric", "relay"}
    return build


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def change(world, place, **changes):
    """Change some fields of a file; None takes one out."""
    path = world.root / place
    said = stated(**yaml.safe_load(path.read_text("utf-8")) | changes)
    path.write_text(yaml.safe_dump(said, allow_unicode=True, sort_keys=False), "utf-8")


def stated(**fields):
    """Fields without those that are not stated."""
    return {name: value for name, value in fields.items() if value is not None}


def test_a_page_is_laid_out_again_when_it_changes_and_no_other(told, laid_out):
    change(told, "sources/2026/first.yaml", title="Another title")
    assert laid_out() == {"first"}
    told.page("reuters.com", order(ordered=80000), identifier="third")
    assert laid_out() == {"third"}
    (told.root / "sources/2026/second.yaml").unlink()
    assert laid_out() == set()


def test_what_is_published_of_an_entity_changes_no_page(told, laid_out):
    change(told, "deals/order.yaml", title="ByteDance buys Ascend 910B")
    change(told, "organizations/huawei.yaml", name="Huawei Technologies")
    change(told, "products/doubao.yaml", name="Doubao, an assistant")
    assert laid_out() == set()


def test_pages_are_laid_out_again_when_it_is_known_otherwise_who_is_who(told, laid_out):
    change(told, "organizations/reuters.yaml", role="party")
    assert laid_out() == {"first"}
    change(told, "products/doubao.yaml", maker="alibaba")
    assert laid_out() == {"metric"}
    change(told, "organizations/alibaba.yaml", parent="bytedance")
    assert laid_out() == {"metric"}
    told.add("organizations", "relay", make_organization(domains=["relay.example.com"]))
    assert laid_out() == {"relay"}


def test_another_version_is_another_manifest_of_the_same_pages(laid_out):
    assert laid_out("1.2.4") == set()


def test_days_of_looking_and_ids_given_up_are_those_that_stand_there(told, laid_out):
    checked, redirects = told.root / "checked.yaml", told.root / "redirects.yaml"
    checked.write_text("sources:\n  first: {date: 2026-11-02, result: found}\n", "utf-8")
    redirects.write_text(
        "deals:\n  gone: {to: order, reason: It was the same deal., date: 2026-11-02}\n", "utf-8"
    )
    assert laid_out() == set()
    change(told, "sources/2026/first.yaml", title="Another title")
    assert laid_out() == {"first"}
    checked.unlink()
    redirects.unlink()
    assert laid_out() == set()


def test_what_may_not_lie_there_holds_a_build_back_though_no_file_changed(
    told, laid_out, tmp_path, cache
):
    (told.root / "deals/link.yaml").symlink_to("order.yaml")
    before = contents(tmp_path / "kept")
    for _ in range(2):
        with pytest.raises(RawError, match="file-link"):
            build_dataset(told.root, tmp_path / "kept", "1.2.3", cache)
    assert contents(tmp_path / "kept") == before
    (told.root / "deals/link.yaml").unlink()
    assert laid_out() == set()


def test_a_damaged_build_is_made_from_scratch(told, laid_out, cache):
    for entry in cache.folder.glob("tables-*"):
        entry.write_bytes(entry.read_bytes()[:-1])
    assert laid_out() == {"first", "second", "metric", "relay"}


@pytest.fixture
def meanwhile(told, laid_out, cache, tmp_path, monkeypatch):
    """Builds while somebody edits files that are listed and are yet to be read, or to be judged."""
    monkeypatch.setattr(listing, "_SETTLED", -(10**18))  # stamps are trusted at once

    def build(before, edit):
        step = getattr(build_package, before)

        def edited(*given):
            patched.undo()
            edit()
            return step(*given)

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(build_package, before, edited)
            build_dataset(told.root, tmp_path / "kept", "1.2.3", cache)
        return contents(tmp_path / "kept")

    laid_out()
    return build


@pytest.mark.parametrize("before", ["read_since", "problems_in"])
def test_a_page_that_is_edited_in_mid_run_is_as_it_was_or_as_it_is(
    told, meanwhile, laid_out, tmp_path, before
):
    change(told, "organizations/reuters.yaml", role="party")
    build_dataset(told.root, tmp_path / "was", "1.2.3")
    edit = functools.partial(change, told, "sources/2026/first.yaml", title="Another title")
    found = meanwhile(before, edit)
    build_dataset(told.root, tmp_path / "is", "1.2.3")
    assert found == contents(tmp_path / ("is" if before == "read_since" else "was"))
    laid_out()


def test_a_page_that_breaks_in_mid_run_holds_the_build_back_until_it_is_mended(
    told, meanwhile, laid_out, cache, tmp_path
):
    page = told.root / "sources/2026/first.yaml"
    whole = page.read_text("utf-8")
    change(told, "organizations/reuters.yaml", role="party")
    with pytest.raises(RawError, match="unknown-key"):
        meanwhile("read_since", lambda: page.write_text(f"{whole}odd: 1\n", "utf-8"))
    with pytest.raises(RawError, match="unknown-key"):
        build_dataset(told.root, tmp_path / "kept", "1.2.3", cache)
    page.write_text(whole, "utf-8")
    assert laid_out() == {"first"}


def test_a_page_that_is_away_for_a_moment_comes_back(told, meanwhile, laid_out, tmp_path):
    page = told.root / "sources/2026/first.yaml"
    change(told, "organizations/reuters.yaml", role="party")
    found = meanwhile("read_since", lambda: page.rename(tmp_path / "away"))
    build_dataset(told.root, tmp_path / "without", "1.2.3")
    assert found == contents(tmp_path / "without")
    (tmp_path / "away").rename(page)
    assert laid_out() == {"first"}


def test_a_problem_that_is_mended_in_mid_run_is_told_once_it_is_back(
    told, meanwhile, laid_out, cache, tmp_path
):
    page = told.root / "sources/2026/first.yaml"
    whole, broken = page.read_text("utf-8"), page.read_text("utf-8") + "odd: 1\n"
    page.write_text(broken, "utf-8")
    find_problems(told.root, cache)
    meanwhile("read_since", lambda: page.write_text(whole, "utf-8"))
    page.write_text(broken, "utf-8")
    assert find_problems(told.root, cache) == find_problems(told.root) != []
    with pytest.raises(RawError, match="unknown-key"):
        build_dataset(told.root, tmp_path / "kept", "1.2.3", cache)


EDITS = {
    "title": lambda world, n: change(world, "sources/2026/first.yaml", title=f"Title {n}"),
    "role": lambda world, n: change(
        world, "organizations/engadget.yaml", role=["party", "newsroom", "tracker"][n % 3]
    ),
    "maker": lambda world, n: change(
        world, "products/doubao.yaml", maker=["huawei", "bytedance", "bis"][n % 3]
    ),
    "parent": lambda world, n: change(
        world, "organizations/alibaba.yaml", parent=["huawei", None, "bytedance"][n % 3]
    ),
    "domain": lambda world, n: change(
        world, "organizations/bis.yaml", domains=[["bis.gov"], ["relay.example.com"]][n % 2]
    ),
    "deal": lambda world, n: world.add(
        "deals",
        f"more-{n % 4}",
        stated(**make_deal(title=f"Deal {n}", part_of=["order", None][n % 2])),
    ),
    "page": lambda world, n: world.page(
        "reuters.com", order(deal="order", ordered=1000 + n), identifier=f"page-{n % 4}"
    ),
    "of another deal": lambda world, n: (
        EDITS["deal"](world, n),
        world.page(
            "engadget.com",
            order(deal=f"more-{n % 4}", value=f"{n + 1}M EUR"),
            identifier=f"page-{n % 4}",
        ),
    ),
    "withdrawn": lambda world, n: world.add(
        "sources",
        "old",
        stated(
            **make_source(deals=[order(ordered=7)], withdrawn=["It was invented.", None][n % 2])
        ),
    ),
    "lost": lambda world, n: [
        (world.root / place).unlink(missing_ok=True)
        for place in (f"sources/2026/page-{n % 4}.yaml", f"deals/more-{n % 4}.yaml")
    ],
    "moved": lambda world, n: move(world.root, "metric", 2024 + n % 3),
    "checked": lambda world, n: (world.root / "checked.yaml").write_text(
        f"sources:\n  first: {{date: {date(2026, 1, 1 + n)}, result: found}}\n", "utf-8"
    ),
}
"""Edits of files, which a number tells how to make; no other file is wrong after them."""


def move(root, name, year):
    [path] = root.glob(f"sources/*/{name}.yaml")
    (root / f"sources/{year}").mkdir(exist_ok=True)
    path.rename(root / f"sources/{year}/{name}.yaml")


@pytest.mark.parametrize("seed", range(2))
def test_whatever_is_edited_a_build_writes_what_one_from_scratch_writes(told, laid_out, seed):
    chance = random.Random(seed)
    for number in range(12):
        for edit in chance.sample(sorted(EDITS), chance.randint(1, 3)):
            EDITS[edit](told, number)
        laid_out()

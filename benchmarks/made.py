"""Tables and raw files of any size, drawn from the real ones with a seed.

Deals, products and pages are copied under ids of their own, into worlds that share nothing but the
organizations; so claims stay as skewed, as often repeated and as much in conflict as the real ones
are. A last world that is not needed whole holds records that were drawn. In tables the figures of
each copied record are scaled by a factor of its own, which keeps what agrees in agreement.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import polars as pl

from ai_chip_deals import loaders
from ai_chip_deals.resolve.policy import CELL_PARTS
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.schema import columns, key_of
from benchmarks.measuring import Ready

SEED = 8
RAW = Path(__file__).parent.parent / "raw"
COPIED = ("deals", "products", "sources", "claims")
"""The tables whose keys are others in each world."""
BROKEN_EVERY = 1000
"""Of so many rows one is broken, where some are to be."""
ALL_WRITTEN = "written"
"""The folder with what is written of all records, beside those of the ranges."""
_MARK = "\x00"


def write_files(folder: str, count: int) -> Ready:
    """Ready to write so many raw files."""
    return lambda: files(Path(folder), count)


def write_table(path: str, name: str, rows: int, state: str = "") -> Ready:
    """Ready to write a table as Parquet, `broken` or `scattered` where that is its state."""
    made = table(name, rows, scattered=state == "scattered")
    if state == "broken":
        made = broken(made)
    return lambda: made.sink_parquet(path)


def write_ranges(folder: str, claims: int, at_most: int) -> Ready:
    """Ready to write so many claims and what is written of their records, a folder for each range.

    A range is a whole number of worlds, so that no record of one names a record of another; one
    folder more has what is written of all of them.
    """

    def write() -> None:
        of_a_world = _height("claims")
        worlds, in_range = -(-claims // of_a_world), max(1, at_most // of_a_world)
        for first in range(0, worlds, in_range):
            one = Path(folder) / f"{first:08}"
            some = range(first, min(first + in_range, worlds))
            write_written(one, some)
            rows = min(claims - first * of_a_world, len(some) * of_a_world)
            made = table("claims", rows, first=first)
            made.sink_parquet(one / "claims.parquet", compression="zstd")
        write_written(Path(folder) / ALL_WRITTEN, range(worlds))

    return write


def write_written(folder: Path, worlds: range) -> None:
    """Write what files state of themselves in some worlds."""
    folder.mkdir(parents=True)
    products = table("products", len(worlds) * _height("products"), first=worlds.start)
    products.sink_parquet(folder / "products.parquet")
    real = pl.scan_parquet(loaders.DATA / "deals_as_written.parquet")
    names = real.collect_schema().names()
    copied = pl.LazyFrame({"_world": worlds}).join(real, how="cross")
    deals = copied.select(one for one in _columns("deals") if one.meta.output_name() in names)
    deals.sink_parquet(folder / "deals_as_written.parquet")
    loaders.scan("organizations").sink_parquet(folder / "organizations.parquet")


def _height(name: Literal["claims", "products"]) -> int:
    return loaders.tables()[name]


def broken(sources: pl.LazyFrame) -> pl.LazyFrame:
    """The table `sources` with one row of so many broken, by each of its rules in turn."""
    number = pl.int_range(pl.len()).alias("_number")
    faults: tuple[dict[str, pl.Expr | date | int | None], ...] = (
        {"source_id": pl.col("source_id").shift(1)},
        {"title": None},
        {"url": None},
        {"type": pl.lit("rumour")},
        {"language": None},
        {"n_claims": -1},
        {"last_result": pl.lit("perhaps")},
        {"published_earliest": date(2100, 1, 1), "published_latest": date(2000, 1, 1)},
    )
    here = pl.col("_number") % BROKEN_EVERY == BROKEN_EVERY - 1
    turn = pl.when(here).then(pl.col("_number") // BROKEN_EVERY % len(faults))
    return (
        sources.with_columns(number)
        .with_columns(
            pl.when(turn == at).then(value).otherwise(pl.col(name)).alias(name)
            for at, fault in enumerate(faults)
            for name, value in fault.items()
        )
        .drop("_number")
    )


def files(folder: Path, count: int, *, seed: int = SEED) -> None:
    """Write so many raw files that validate, with all that they name; a few more may be needed.

    A record is drawn, and with it every page that tells of it, until there are enough. So a few
    hundred files favour the pages that tell of many records; thousands do not.
    """
    real = _real_files()
    drawn = random.Random(seed)
    written: set[Path] = set()
    world = 0
    while len(written) < count:
        records = sorted(real.pages)
        drawn.shuffle(records)
        for record in records:
            for name in real.with_all_that_it_names([record, *real.pages[record]]):
                path = folder / real.place(name, world)
                if path not in written:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text(real.text(name, world), "utf-8")
                    written.add(path)
            if len(written) >= count:
                return
        world += 1


@cache
def _real_files() -> _Real:
    return _Real(RAW)


class _Real:
    """The real raw files by kind and id, such as `deals/some-deal`, and which of them name which.

    `named` holds the files that each names, `pages` the sources that tell of a deal or product.
    """

    def __init__(self, raw: Path) -> None:
        self.paths = {
            f"{path.relative_to(raw).parts[0]}/{path.stem}": path.relative_to(raw)
            for kind in ("organizations", "products", "deals", "sources")
            for path in sorted((raw / kind).rglob("*.yaml"))
        }
        self.texts = {name: (raw / path).read_text("utf-8") for name, path in self.paths.items()}
        self.by_domain = {
            domain.strip(): name
            for name, text in self.texts.items()
            for listed in _DOMAINS.findall(text)
            for domain in listed.split(",")
        }
        self.named = {name: list(self._named(name)) for name in self.texts}
        self.pages: dict[str, list[str]] = {}
        for name, others in self.named.items():
            for other in others if name.startswith("sources/") else ():
                if other.startswith(("deals/", "products/")):
                    self.pages.setdefault(other, []).append(name)

    def _named(self, name: str) -> Iterator[str]:
        """Every file that another names, the organization that publishes it among them."""
        text = self.texts[name]
        for key, value in _NAMES.findall(text):
            for identifier in _ID.findall(value):
                other = f"{_KINDS[key]}/{identifier}"
                if other in self.texts:
                    yield other
        for host in _HOST.findall(text):
            labels = host.split(".")
            parents = (".".join(labels[start:]) for start in range(len(labels)))
            yield from (self.by_domain[one] for one in parents if one in self.by_domain)

    def with_all_that_it_names(self, names: list[str]) -> list[str]:
        """These files, those that they name, those that these name, and so on."""
        found = dict.fromkeys(names)
        left = list(found)
        while left:
            others = [other for other in self.named[left.pop()] if other not in found]
            found |= dict.fromkeys(others)
            left += others
        return list(found)

    def place(self, name: str, world: int) -> Path:
        """Where a file lies in a world; the first world and the organizations are the real ones."""
        path = self.paths[name]
        copied = world and not name.startswith("organizations/")
        return path.with_name(f"w{world}-{path.name}") if copied else path

    def text(self, name: str, world: int) -> str:
        """What a file says in a world: the same of other deals and products, at another address."""
        text = self.texts[name]
        if name.startswith("deals/"):  # two worlds' deals are between the same organizations
            text += "accept: {probable-duplicate: It was copied for a benchmark.}\n"
        if not world:
            return text

        def renamed(found: re.Match[str]) -> str:
            key, value = found.groups()
            if _KINDS[key] == "organizations":
                return found[0]
            return found[0].removesuffix(value) + _ID.sub(rf"w{world}-\g<0>", value)

        return _HOST.sub(rf"\g<0>/w{world}", _NAMES.sub(renamed, text))


_OF_DEALS = "deal part_of same_hardware_as extends replaces related distinct_from"
_OF_PRODUCTS = "product chip than family contains_chip"
_OF_ORGANIZATIONS = (
    "maker parent publisher according_to paid_by measured_by buyers sellers partners end_users "
    "operators intermediaries financiers authorities"
)
_KINDS = {
    **dict.fromkeys(_OF_DEALS.split(), "deals"),
    **dict.fromkeys(_OF_PRODUCTS.split(), "products"),
    **dict.fromkeys(_OF_ORGANIZATIONS.split(), "organizations"),
}
"""The kind of file that each key names."""
_NAMES = re.compile(rf"^ *(?:- )?({'|'.join(_KINDS)}): (.+)$", re.MULTILINE)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DOMAINS = re.compile(r"^domains: \[(.*)\]", re.MULTILINE)
_HOST = re.compile(r"^url: \"?https?://([^/\s\"]+)", re.MULTILINE)


def table(
    name: str, rows: int, *, seed: int = SEED, scattered: bool = False, first: int = 0
) -> pl.LazyFrame:
    """A table of so many rows, in the order of its records from a world on, or scattered."""
    real = loaders.scan(name).collect()  # type: ignore[arg-type]
    key = key_of(TABLES[name])
    order = ["record_id", *CELL_PARTS] if name == "claims" else [key]
    head = pl.col(order[0]).str.extract("^([^/]*)")
    real = real.with_columns(_head=head).sort(head.hash(seed), *order, key)
    number = pl.int_range(rows, eager=True)
    places = pl.LazyFrame({"_world": first + number // real.height, "_place": number % real.height})
    # A cross join would lay the worlds between each other.
    copied = places.join(
        real.lazy().with_columns(_place=pl.int_range(pl.len())),
        on="_place",
        how="left",
        maintain_order="left",
    )
    if scattered:
        copied = copied.sort(pl.int_range(pl.len()).hash(seed))
    factor = pl.concat_str("_head", "_world").hash(seed) % 1000 / 1000 + 0.5
    return copied.with_columns(_factor=factor).select(list(_columns(name)))


def _columns(name: str) -> Iterator[pl.Expr]:
    """Each column of a table, as the world has it that its row is in."""
    scaled = pl.col("qualifier").is_not_null() if name == "claims" else pl.lit(True)
    for column in columns(TABLES[name]):
        value = pl.col(column.name)
        keys = column.references.table if column.references else None
        if column.key or keys in COPIED or column.name == "record_id":
            reserved = column.references.reserved if column.references else ()
            value = _renamed(value, column.kind == "list of text", reserved)
        elif column.kind == "number":
            value = pl.when(scaled).then(value * pl.col("_factor")).otherwise(value)
        elif column.name == "passage_sha256":
            value = pl.format("{}{}", _world(), value.str.slice(8))
        yield value.alias(column.name)


def _renamed(value: pl.Expr, is_list: bool, reserved: tuple[str, ...]) -> pl.Expr:
    """The ids as those of their world; what is reserved stays."""
    if is_list:
        lines = pl.format("w{}-{}", _world(), value.list.join(f"\n{_MARK}"))
        renamed = lines.str.replace_all(_MARK, pl.format("w{}-", _world()), literal=True)
        return pl.when(value.list.len() > 0).then(renamed.str.split("\n")).otherwise(value)
    return (
        pl.when(value.is_in(reserved)).then(value).otherwise(pl.format("w{}-{}", _world(), value))
    )


def _world() -> pl.Expr:
    return pl.col("_world").cast(pl.String).str.zfill(8)

"""All that is measured: one function for each group of cases, the targets beside their peers.

A new group is one function more, and its name in `GROUPS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from ai_chip_deals.loaders import DATA
from benchmarks import files, made, policy, programs, releases, rules
from benchmarks.case import Case, Growth, Peer
from benchmarks.engine_cases import GIB, OnEngines, UnderLimit
from benchmarks.measuring import Side
from benchmarks.table import MemoryRow


@dataclass(frozen=True)
class Scale:
    """How large the made data is, and how many rounds are measured."""

    rows: tuple[int, ...]
    files: tuple[int, ...]
    claims: tuple[int, ...]
    releases: int
    rounds: int
    starts: int
    """Rounds of whole programs, which are short and noisy."""
    resolved: tuple[int, ...]
    """Claims that are resolved from files into files."""
    spark_up_to: int
    """The most that Spark resolves too, where that is one of these or more; 0 for none."""
    in_range: int
    """Claims that are resolved at a time where memory is limited."""
    limit: int
    """Of memory, in bytes."""
    large: int | None
    """Claims that are resolved by ranges only, for one machine does not hold them."""


QUICK = Scale(
    (100_000,),
    (1_000,),
    (10_000, 100_000),
    100_000,
    rounds=1,
    starts=3,
    resolved=(10_000, 30_000),
    spark_up_to=0,  # it takes minutes to plan, whatever the size
    in_range=14_000,
    limit=GIB // 2,
    large=None,
)
FULL = Scale(
    (1_000_000, 10_000_000),
    (10_000, 50_000),
    (100_000, 1_000_000, 10_000_000),
    1_000_000,
    rounds=3,
    starts=15,
    resolved=(100_000, 1_000_000),
    spark_up_to=1_000_000,
    in_range=500_000,
    limit=4 * GIB,
    large=10_000_000,
)
WIDER = 8
"""How many times as wide ranges are that no limit holds."""
ALL_PEERS_UP_TO = 1_000_000, 10_000
"""The rows or claims, and the files, up to which all is measured, and more rounds than one."""


@dataclass(frozen=True)
class Inputs:
    """The folder of what is measured on, made as it is asked for."""

    folder: Path

    def table(self, name: str, rows: int, state: str = "") -> str:
        """The Parquet file of a made table."""
        path = self.folder / f"{name}-{rows}{state}.parquet"
        return self._made(path, Side(made.write_table, (str(path), name, rows, state)))

    def files(self, count: int) -> str:
        """A folder of made raw files."""
        path = self.folder / f"raw-{count}"
        return self._made(path, Side(made.write_files, (str(path), count)))

    def releases(self, claims: int) -> str:
        """The folder of two made releases."""
        path = self.folder / f"releases-{claims}"
        return self._made(path, Side(releases.write_releases, (str(path), claims)))

    def ranges(self, claims: int, at_most: int) -> str:
        """A folder of made claims, and what is written of their records, in ranges."""
        path = self.folder / f"ranges-{claims}-{at_most}"
        return self._made(path, Side(made.write_ranges, (str(path), claims, at_most)))

    def _made(self, path: Path, side: Side) -> str:
        if not path.exists():
            side.measure()
        return str(path)


def starting(scale: Scale, inputs: Inputs) -> Iterator[Case]:
    """What a program pays before any work."""
    python, deals = programs.python, str(DATA / "deals.parquet")
    cache = str(inputs.folder / "datasets")
    yield Case(
        "`import ai_chip_deals`",
        Side(python, (programs.IMPORT,)),
        (Peer("`python -c pass`", Side(python, (programs.NOTHING,)), 2),),
        scale.starts,
    )
    yield Case(
        '`load("deals")` in a fresh process',
        Side(python, (programs.LOAD,)),
        (
            Peer("bare `pl.read_parquet`", Side(python, (programs.BARE_POLARS, deals)), 1.1),
            Peer("`palmerpenguins.load_penguins()`", Side(python, (programs.PENGUINS,)), 0.6),
            Peer(
                "warm `datasets.load_dataset`", Side(python, (programs.DATASETS, deals, cache)), 0.3
            ),
        ),
        scale.starts,
    )
    yield Case(
        "`ai-chip-deals --help`",
        Side(python, (programs.HELP, "--help")),
        (Peer("a bare Typer app", Side(python, (programs.BARE_HELP, "--help")), 2),),
        scale.starts,
    )


def table_rules(scale: Scale, inputs: Inputs) -> Iterator[Case]:
    """The rules of a table over clean rows, and over rows of which some are broken."""
    for rows in scale.rows:
        rounds = scale.rounds if rows <= ALL_PEERS_UP_TO[0] else 1
        clean = inputs.table("sources", rows)
        peers = [
            Peer("one Polars query by hand", Side(rules.polars_query, (clean,)), 1.25),
            Peer("the frame", Side(rules.frame_itself, (clean,)), 0.5, MemoryRow),
            Peer("one DuckDB query by hand", Side(rules.duckdb_query, (clean,)), 1),
            Peer("dataframely", Side(rules.dataframely_schema, (clean,)), 1),
        ]
        if rows <= ALL_PEERS_UP_TO[0]:
            peers += [
                Peer("pointblank", Side(rules.pointblank_steps, (clean,)), 1),
                Peer("patito", Side(rules.patito_model, (clean,)), 1),
                Peer("pandera.polars", Side(rules.pandera_schema, (clean,)), 1),
                Peer(
                    "Great Expectations",
                    Side(rules.great_expectations_suite, (clean,), slow=True),
                    1,
                ),
                Peer("pydantic, row by row", Side(rules.pydantic_rows, (clean,), slow=True), 1),
            ]
        ours = Side(rules.ours, (clean,))
        yield Case(f"rules of {rows:,} clean rows", ours, tuple(peers), rounds)
        broken = inputs.table("sources", rows, "broken")
        yield Case(
            f"{rows:,} rows, 0.1% broken, each listed",
            Side(rules.ours_listed, (broken,)),
            (
                Peer("our clean run", ours, 2),
                Peer("pandera.polars", Side(rules.pandera_schema, (broken,)), 1),
            ),
            rounds,
        )


def raw_files(scale: Scale, inputs: Inputs) -> Iterator[Case]:
    """Raw files, each by itself with the place of every problem, and the rules between them."""
    for count in scale.files:
        rounds = scale.rounds if count <= ALL_PEERS_UP_TO[1] else 1
        root = inputs.files(count)
        bytes_read = Side(files.bytes_read, (root,))
        peers = [
            Peer("reading the bytes", bytes_read, 20),
            Peer(
                "CSafeLoader and pydantic", Side(files.safe_loader_and_pydantic, (root,)), 1 / 1.5
            ),
        ]
        if count <= ALL_PEERS_UP_TO[1]:
            peers.append(
                Peer("check-jsonschema", Side(files.check_jsonschema, (root,), slow=True), 1 / 15),
            )
        ours = Side(files.ours, (root,))
        yield Case(f"{count:,} raw files, each by itself", ours, tuple(peers), rounds)
        yield Case(
            f"{count:,} raw files, rules between them too",
            Side(files.ours_and_between, (root,)),
            (Peer("reading the bytes", bytes_read),),
            rounds,
        )
        files.settle(Side(files.validated, (root,)))
        for what, side, at_most in (
            ("nothing changed", files.validated, 2),
            ("1% changed", files.some_changed, 3),
        ):
            yield Case(
                f"{count:,} raw files, {what}",
                Side(side, (root,)),
                (Peer("reading the bytes", bytes_read, at_most),),
                rounds,
            )
        if count <= ALL_PEERS_UP_TO[1]:
            yield Case(
                f"{count:,} raw files, 1% changed, built",
                Side(files.some_changed_built, (root,)),
                (
                    Peer("built from scratch", Side(files.built, (root,))),
                    Peer("its tables alone", Side(files.tables_alone, (root,))),
                ),
                1,
            )


def the_policy(scale: Scale, inputs: Inputs) -> Iterator[Case | Growth]:
    """The policy over claims whose cells stand together, and over scattered ones."""
    cases = {}
    for claims in scale.claims:
        rounds = scale.rounds if claims <= ALL_PEERS_UP_TO[0] else 1
        path = inputs.table("claims", claims)
        scan = Peer("a streaming scan", Side(policy.scan, (path,)), 8)
        what = f"the winners among {claims:,} claims"
        cases[claims] = Case(what, Side(policy.judged, (path,)), (scan,), rounds)
    yield Growth("how the time of winners grows", cases, 0.15)
    most = max(claims for claims in scale.claims if claims <= ALL_PEERS_UP_TO[0])
    if (largest := max(scale.claims)) > most:
        folder = inputs.ranges(largest, most)
        scan = Peer("a streaming scan", Side(policy.scan, (f"{folder}/*/claims.parquet",)), 8)
        what = f"the winners among {largest:,} claims, by ranges of {most:,}"
        yield Case(what, Side(policy.judged_by_ranges, (folder,)), (scan,), 1)
    path = inputs.table("claims", most, "scattered")
    yield Case(
        f"the winners among {most:,} scattered claims",
        Side(policy.judged, (path,)),
        (Peer("a streaming scan", Side(policy.scan, (path,)), 16),),
        scale.rounds,
    )
    path = inputs.table("claims", most)
    yield Case(
        f"every table of {most:,} claims, written",
        Side(policy.ours, (path, most)),
        (Peer("a streaming scan", Side(policy.scan, (path,)), 8),),
        scale.rounds,
    )


def two_releases(scale: Scale, inputs: Inputs) -> Iterator[Case]:
    """The difference of two releases."""
    folder = inputs.releases(scale.releases)
    yield Case(
        f"`diff` of two releases of {scale.releases:,} claims",
        Side(releases.ours, (folder,)),
        (Peer("loading both", Side(releases.loading_both, (folder,)), 3),),
        scale.rounds,
    )


def on_duckdb(scale: Scale, inputs: Inputs) -> Iterator[OnEngines]:
    """The whole policy from files into files, on polars and on DuckDB."""
    for claims in scale.resolved:
        yield OnEngines(inputs.ranges(claims, scale.in_range), claims, "duckdb")


def on_spark(scale: Scale, inputs: Inputs) -> Iterator[OnEngines]:
    """The same on Spark; of more claims than polars holds at once, it resolves ranges."""
    for claims in sorted({*scale.resolved, scale.spark_up_to}):
        if 0 < claims <= scale.spark_up_to:
            folder, ranged = inputs.ranges(claims, scale.in_range), claims > max(scale.resolved)
            yield OnEngines(folder, claims, "spark", ranged=ranged)


def in_little_memory(scale: Scale, inputs: Inputs) -> Iterator[UnderLimit]:
    """The same within a limit of memory, and many more claims by ranges."""
    largest = max(scale.resolved)
    yield UnderLimit(inputs.ranges(largest, scale.in_range), largest, scale.limit)
    if scale.large:
        folder = inputs.ranges(scale.large, scale.in_range)
        wide = inputs.ranges(scale.large, scale.in_range * WIDER)
        yield UnderLimit(folder, scale.large, scale.limit, wide)


AnyCase: TypeAlias = Case | Growth | OnEngines | UnderLimit
GROUPS: Mapping[str, Callable[[Scale, Inputs], Iterator[AnyCase]]] = {
    "starting": starting,
    "rules": table_rules,
    "files": raw_files,
    "policy": the_policy,
    "releases": two_releases,
    "duckdb": on_duckdb,
    "spark": on_spark,
    "memory": in_little_memory,
}
"""Every group, in the order of the table."""

"""The rules of the table `sources`, judged by us and by the libraries that check frames.

Each side returns how many rules (or rows and rules, where it lists them) it found broken.
"""

from __future__ import annotations

import narwhals as nw
import polars as pl

from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.rules import broken_rows, broken_rules
from ai_chip_deals.rows.schema import table_schema
from ai_chip_deals.vocabulary import ID_PATTERN, CheckResult, SourceType
from benchmarks.measuring import Ready

REQUIRED = ("source_id", "title", "publisher", "url", "type", "language", "retrieved", "n_claims")
TYPES = [str(term) for term in SourceType]
RESULTS = [str(term) for term in CheckResult]


def ours(path: str) -> Ready:
    """Our rules, counted."""
    frame = nw.from_native(pl.read_parquet(path).lazy())
    return lambda: len(broken_rules(frame, TABLES["sources"]))


def frame_itself(path: str) -> Ready:
    """The size of the frame, in bytes."""
    frame = pl.read_parquet(path)
    return lambda: int(frame.estimated_size())


def polars_query(path: str) -> Ready:
    """One query by hand, with uniqueness by hashes in order."""
    frame = pl.read_parquet(path)
    hashes = pl.col("source_id").hash().sort()
    broken = [
        *(pl.col(name).null_count().alias(f"no {name}") for name in REQUIRED),
        (hashes == hashes.shift()).sum().alias("twice"),
        (~pl.col("source_id").str.contains(ID_PATTERN)).sum().alias("form"),
        (~pl.col("type").is_in(TYPES)).sum().alias("types"),
        (~pl.col("last_result").is_in(RESULTS)).sum().alias("results"),
        (pl.col("n_claims") < 0).sum().alias("below 0"),
        (pl.col("published_earliest") > pl.col("published_latest")).sum().alias("order"),
    ]
    return lambda: sum(map(bool, frame.lazy().select(broken).collect().row(0)))


def duckdb_query(path: str) -> Ready:
    """The same in SQL, over the same frame as Arrow."""
    import duckdb

    arrow = pl.read_parquet(path).to_arrow()
    missing = [f"count(*) - count({name})" for name in REQUIRED]
    query = f"""
        select {", ".join(missing)},
            count(*) - count(distinct source_id),
            count_if(not regexp_matches(source_id, '{ID_PATTERN}')),
            count_if(type not in {tuple(TYPES)}),
            count_if(last_result not in {tuple(RESULTS)}),
            count_if(n_claims < 0),
            count_if(published_earliest > published_latest)
        from arrow
    """
    connection = duckdb.connect()
    connection.register("arrow", arrow)
    return lambda: sum(map(bool, connection.execute(query).fetchone() or ()))


def dataframely_schema(path: str) -> Ready:
    """A schema of dataframely."""
    import dataframely as dy

    class Sources(dy.Schema):
        source_id = dy.String(primary_key=True, regex=ID_PATTERN)
        title = dy.String(nullable=False)
        publisher = dy.String(nullable=False)
        url = dy.String(nullable=False)
        type = dy.String(nullable=False, check=lambda value: value.is_in(TYPES))
        language = dy.String(nullable=False)
        published = dy.String(nullable=True)
        published_earliest = dy.Date(nullable=True)
        published_latest = dy.Date(nullable=True)
        published_approximate = dy.Bool(nullable=True)
        retrieved = dy.Date(nullable=False)
        n_claims = dy.Int64(nullable=False, min=0)
        withdrawn = dy.String(nullable=True)
        last_checked = dy.Date(nullable=True)
        last_result = dy.String(nullable=True, check=lambda value: value.is_in(RESULTS))

        @dy.rule()
        def in_order(cls) -> pl.Expr:  # noqa: N805
            return pl.col("published_earliest") <= pl.col("published_latest")

    frame = pl.read_parquet(path)
    return lambda: int(not Sources.is_valid(frame))


def pandera_schema(path: str) -> Ready:
    """The schema that we make for pandera."""
    from pandera.errors import SchemaErrors

    schema, frame = table_schema(TABLES["sources"]), pl.read_parquet(path)

    def validate() -> int:
        try:
            schema.validate(frame, lazy=True)
        except SchemaErrors as error:
            return len(error.failure_cases)
        return 0

    return validate


def pointblank_steps(path: str) -> Ready:
    """The steps of pointblank."""
    import pointblank as pb

    steps = (
        pb.Validate(pl.read_parquet(path))
        .col_vals_not_null(list(REQUIRED))
        .rows_distinct("source_id")
        .col_vals_regex("source_id", ID_PATTERN)
        .col_vals_in_set("type", TYPES)
        .col_vals_in_set("last_result", [*RESULTS, None])
        .col_vals_ge("n_claims", 0)
        .col_vals_le("published_earliest", pb.col("published_latest"), na_pass=True)
    )
    return lambda: int(not steps.interrogate().all_passed())


def patito_model(path: str) -> Ready:
    """A model of patito."""
    from datetime import date
    from typing import Literal

    import patito as pt

    class Source(pt.Model):
        source_id: str = pt.Field(unique=True, pattern=ID_PATTERN)
        title: str
        publisher: str
        url: str
        type: Literal[tuple(TYPES)]  # type: ignore[valid-type]
        language: str
        published: str | None
        published_earliest: date | None
        published_latest: date | None = pt.Field(
            constraints=(pt.col("published_earliest") <= pt.col("published_latest")).fill_null(True)
        )
        published_approximate: bool | None
        retrieved: date
        n_claims: int = pt.Field(ge=0, dtype=pl.Int64)
        withdrawn: str | None
        last_checked: date | None
        last_result: Literal[tuple(RESULTS)] | None  # type: ignore[valid-type]

    frame = pl.read_parquet(path)

    def validate() -> int:
        Source.validate(frame)
        return 0

    return validate


def great_expectations_suite(path: str) -> Ready:
    """A suite of Great Expectations, over pandas."""
    import great_expectations as gx
    from great_expectations import expectations as gxe

    context = gx.get_context(mode="ephemeral")
    asset = context.data_sources.add_pandas("pandas").add_dataframe_asset("sources")
    definition = asset.add_batch_definition_whole_dataframe("all")
    suite = gx.ExpectationSuite(
        "sources",
        expectations=[
            *(gxe.ExpectColumnValuesToNotBeNull(column=name) for name in REQUIRED),
            gxe.ExpectColumnValuesToBeUnique(column="source_id"),
            gxe.ExpectColumnValuesToMatchRegex(column="source_id", regex=ID_PATTERN),
            gxe.ExpectColumnValuesToBeInSet(column="type", value_set=TYPES),
            gxe.ExpectColumnValuesToBeInSet(column="last_result", value_set=RESULTS),
            gxe.ExpectColumnValuesToBeBetween(column="n_claims", min_value=0),
            gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A="published_latest",
                column_B="published_earliest",
                or_equal=True,
                ignore_row_if="either_value_is_missing",
            ),
        ],
    )
    given = {"dataframe": pl.read_parquet(path).to_pandas()}
    batch = definition.get_batch(batch_parameters=given)
    return lambda: int(not batch.validate(suite).success)


def pydantic_rows(path: str) -> Ready:
    """The row model, row by row; it knows nothing of unique keys."""
    from pydantic import TypeAdapter

    model = TABLES["sources"]
    rows, frame = TypeAdapter(list[model]), pl.read_parquet(path)  # type: ignore[valid-type]

    def validate() -> int:
        rows.validate_python(frame.to_dicts(), strict=False)
        return 0

    return validate


def ours_listed(path: str) -> Ready:
    """Our rules, with every row that breaks one."""
    frame = nw.from_native(pl.read_parquet(path).lazy())
    return lambda: len(broken_rows(frame, TABLES["sources"]))

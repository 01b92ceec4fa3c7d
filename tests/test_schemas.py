"""That the schemas follow from the models, and refuse what the models do not allow."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

import duckdb
import jsonschema_rs
import narwhals as nw
import polars as pl
import pytest
from pandera.errors import SchemaErrors
from pydantic import Field

from ai_chip_deals.build.write import schema_files, write_schemas
from ai_chip_deals.raw.reader import read_document
from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.row import Id, Key, Provenance, References, Row
from ai_chip_deals.rows.rules import broken_rows, broken_rules, violations
from ai_chip_deals.rows.schema import columns, json_schema, key_of, polars_schema, table_schema
from ai_chip_deals.vocabulary import Term

ROOT = Path(__file__).parent.parent
RAW_FILES = sorted((ROOT / "raw").rglob("*.yaml"))
SCHEMA_FILES = schema_files()
RAW_SCHEMAS = sorted(path for path in SCHEMA_FILES if path.startswith("raw/"))


class Colour(Term):
    """What colour it is."""

    RED = "red", "Like blood."
    BLUE = "blue", "Like the sky."


class Thing(Row):
    """A thing."""

    thing_id: Annotated[Id, Key()]
    """The thing."""
    colour: Colour
    """Its colour."""
    tint: Colour | None
    """Its other colour."""
    weight: Annotated[float | None, Field(ge=0, le=10)]
    """What it weighs."""
    found: date
    """When it was found."""
    owners: list[Annotated[Id, References("organizations", ("others",))]]
    """Who owns it."""


class HeavierThing(Thing):
    """A thing that has changed."""

    weight: Annotated[float | None, Field(ge=0, le=1000)]
    """What it weighs."""
    sold: bool | None
    """Whether it was sold."""


def test_columns_follow_from_the_model():
    by_name = {column.name: column for column in columns(Thing)}
    assert list(by_name) == ["thing_id", "colour", "tint", "weight", "found", "owners"]
    assert [column.kind for column in by_name.values()] == [
        *("text", "text", "text", "number", "day", "list of text")
    ]
    assert [name for name, column in by_name.items() if column.nullable] == ["tint", "weight"]
    assert by_name["colour"].terms == by_name["tint"].terms == ("red", "blue")
    assert (by_name["weight"].at_least, by_name["weight"].at_most) == (0, 10)
    assert by_name["owners"].references == References("organizations", ("others",))
    assert by_name["found"].description == "When it was found."
    assert key_of(Thing) == "thing_id"


def test_provenance_comes_after_the_columns_of_a_table_itself():
    names = [column.name for column in columns(TABLES["deals"])]
    assert names[0] == "deal_id"
    assert names[-len(Provenance.model_fields) :] == list(Provenance.model_fields)


def test_the_parquet_schema_follows_from_the_model():
    assert polars_schema(Thing) == {
        "thing_id": pl.String,
        "colour": pl.String,
        "tint": pl.String,
        "weight": pl.Float64,
        "found": pl.Date,
        "owners": pl.List(pl.String),
    }


def test_the_json_schema_follows_from_the_model():
    schema = json_schema(Thing, "things")
    thing = {"thing_id": "a", "colour": "red", "tint": None, "weight": 10.0}
    thing |= {"found": "2024-07-31", "owners": ["others"]}
    validator = jsonschema_rs.validator_for(schema)
    assert schema["$id"].endswith("/schemas/tables/things.schema.json")
    assert schema["required"] == list(schema["properties"]) == list(Thing.model_fields)
    assert validator.is_valid(thing)
    wrong = [
        *({"thing_id": "Not a slug"}, {"colour": "green"}, {"colour": None}, {"tint": "green"}),
        *({"weight": -1.0}, {"weight": 11.0}, {"owners": None}, {"owners": [1]}, {"more": 1}),
    ]
    assert [change for change in wrong if validator.is_valid(thing | change)] == []
    lacking = [{name: thing[name] for name in thing if name != missing} for missing in thing]
    assert [row for row in lacking if validator.is_valid(row)] == []


def test_a_list_of_terms_tells_in_the_json_schema_what_each_means():
    description = json_schema(Thing, "things")["$defs"]["Colour"]["description"]
    assert description == "What colour it is.\n\n- `red`: Like blood.\n- `blue`: Like the sky."


def test_every_schema_follows_when_the_model_changes():
    frame = valid_frame(Thing)
    heavy = frame.with_columns(weight=pl.lit(1000.0))
    assert broken(heavy, Thing) == {("weight", "less_than_or_equal_to(10.0)")}
    assert broken(frame, Thing) == set()
    assert broken(heavy, HeavierThing) == {("sold", "column_in_dataframe")}
    assert broken(heavy.with_columns(sold=pl.lit(True)), HeavierThing) == set()
    assert [column.name for column in columns(HeavierThing)] == [*Thing.model_fields, "sold"]
    assert polars_schema(HeavierThing) == {**polars_schema(Thing), "sold": pl.Boolean}
    schema = json_schema(HeavierThing, "things")
    assert schema["required"][-1] == "sold"
    assert schema["properties"]["weight"]["anyOf"][0]["maximum"] == 1000


def valid_frame(model):
    """A table of one row in which no column is null."""
    return pl.DataFrame(
        [{column.name: _valid_value(column) for column in columns(model)}],
        schema=polars_schema(model),
    )


def _valid_value(column):
    plain = {
        "text": column.terms[0] if column.terms else "a-slug",
        "whole number": 1,
        "number": 1.0,
        "true or false": True,
        "day": date(2024, 7, 31),
        "list of text": ["a-slug"],
    }
    return plain[column.kind]


def broken(frame, model):
    """What the schema of a table finds: the columns at fault, and the rules that they break.

    Where the columns are those of the table, one query over all rules finds the same.
    """
    try:
        cached_schema(model).validate(frame, lazy=True)
        found = set()
    except SchemaErrors as error:
        cases = error.failure_cases.rows(named=True)
        found = {_case(**case) for case in cases}
    if frame.schema == polars_schema(model):
        table = nw.from_native(frame.lazy())
        assert broken_rules(table, model) == found
        assert {(column, rule) for _, column, rule in broken_rows(table, model)} == found
    return found


def _case(column, check, failure_case, **_):
    missing = check == "column_in_dataframe"
    return failure_case if missing else column, re.sub(
        r"(isin|str_matches|dtype)\(.*", r"\1", check
    )


@cache
def cached_schema(model):
    return table_schema(model)


def in_order(model):
    """The pairs of columns of which the first is never above the second."""
    names = list(model.model_fields)
    pairs = (("_low", ""), ("", "_high"), ("_low", "_high"), ("_earliest", "_latest"))
    stems = {re.sub(r"_(low|high|earliest|latest)$", "", name) for name in names}
    found = {(stem + low, stem + high) for stem in stems for low, high in pairs}
    found |= {("low", "point"), ("point", "high"), ("low", "high")}
    found |= {("low_usd", "point_usd"), ("point_usd", "high_usd"), ("low_usd", "high_usd")}
    return sorted(pair for pair in found if set(pair) <= set(names))


def forbidden(model):
    """For each kind of rule, values of columns that break it, by column and rule."""
    every = columns(model)
    texts = [column for column in every if column.kind == "text"]
    return {
        "null": {(c.name, "not_nullable"): None for c in every if not c.nullable},
        "term": {(c.name, "isin"): "no-such-term" for c in texts if c.terms},
        "form": {(c.name, "str_matches"): "No Slug" for c in texts if c.pattern},
        "below": {
            (c.name, f"greater_than_or_equal_to({c.at_least})"): c.at_least - 1
            for c in every
            if c.at_least is not None
        },
        "above": {
            (c.name, f"less_than_or_equal_to({c.at_most})"): c.at_most + 1
            for c in every
            if c.at_most is not None
        },
    }


@pytest.mark.parametrize("table", TABLES)
def test_a_table_refuses_every_value_that_its_model_forbids(table):
    model = TABLES[table]
    frame = valid_frame(model)
    assert broken(frame, model) == set()
    for rule, values in forbidden(model).items():
        changes = {
            name: pl.lit(value, dtype=frame.schema[name]) for (name, _), value in values.items()
        }
        assert broken(frame.with_columns(**changes), model) == set(values), rule


@pytest.mark.parametrize("table", TABLES)
def test_a_table_refuses_bounds_out_of_order(table):
    model = TABLES[table]
    frame, pairs = valid_frame(model), in_order(model)
    above = [frame.with_columns(pl.col(lower) + step(model, upper)) for lower, upper in pairs]
    found = broken(pl.concat([frame, *above]), model)
    assert {(model.__name__, f"{lower} <= {upper}") for lower, upper in pairs} <= found


def step(model, column):
    return pl.duration(days=1) if polars_schema(model)[column] == pl.Date else pl.lit(1)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_refuses_a_key_twice(table):
    model = TABLES[table]
    twice = pl.concat([valid_frame(model), valid_frame(model)])
    assert broken(twice, model) == {(key_of(model), "field_uniqueness")}


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_every_row_that_breaks_a_rule_is_listed_by_its_key(engine):
    frame = pl.concat([valid_frame(Thing)] * 5).with_columns(
        thing_id=pl.Series(["a", "b", "b", None, "e"]),
        colour=pl.Series(["red", "red", "green", "red", "green"]),
        weight=pl.Series([1.0, None, 11.0, 1.0, 1.0]),
    )
    native = frame.lazy() if engine == "polars" else duckdb.from_arrow(frame.to_arrow())
    assert Counter(broken_rows(nw.from_native(native), Thing)) == Counter(
        [
            (None, "thing_id", "not_nullable"),
            *[("b", "thing_id", "field_uniqueness")] * 2,
            *((key, "colour", "isin") for key in ("b", "e")),
            ("b", "weight", "less_than_or_equal_to(10.0)"),
        ]
    )


def test_two_keys_of_one_hash_are_not_taken_for_one(monkeypatch):
    monkeypatch.setattr(pl.Expr, "hash", lambda text: text.str.len_bytes())
    keys = pl.Series(["a", "b", "longer", "longer"])
    table = nw.from_native(pl.concat([valid_frame(Thing)] * 4).with_columns(thing_id=keys).lazy())
    twice = ("thing_id", "field_uniqueness")
    assert violations(table, Thing)[twice] == 2
    assert broken_rows(table, Thing) == [("longer", *twice)] * 2


@pytest.mark.parametrize("table", TABLES)
def test_a_table_refuses_columns_that_lack_or_are_too_many_or_stand_elsewhere(table):
    model = TABLES[table]
    frame = valid_frame(model)
    assert broken(frame.with_columns(more=1), model) == {(model.__name__, "column_in_schema")}
    first, last = frame.columns[0], frame.columns[-1]
    assert (first, "column_in_dataframe") in broken(frame.drop(first), model)
    assert (last, "column_in_dataframe") in broken(frame.drop(last), model)
    assert "column_ordered" in {
        rule for _, rule in broken(frame.select(frame.columns[::-1]), model)
    }


@pytest.mark.parametrize("table", TABLES)
def test_a_table_refuses_columns_of_another_type(table):
    model = TABLES[table]
    retyped = valid_frame(model).with_columns(pl.all().map_batches(lambda _: pl.Series([b"?"])))
    found = broken(retyped, model)
    assert {(name, "dtype") for name in retyped.columns} <= found


@pytest.mark.parametrize("table", TABLES)
def test_every_table_and_column_says_what_it_is(table):
    assert TABLES[table].__doc__
    assert [column.name for column in columns(TABLES[table]) if not column.description] == []


def test_the_schemas_on_disk_are_those_of_the_models_and_no_others():
    folder = ROOT / "schemas"
    on_disk = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert sorted(on_disk) == sorted(SCHEMA_FILES)
    stale = [path for path, text in SCHEMA_FILES.items() if on_disk[path] != text]
    assert stale == [], "run: ai-chip-deals build --schemas schemas"


def test_writing_schemas_deletes_those_that_no_model_stands_behind(tmp_path):
    stale = tmp_path / "raw" / "gone.schema.json"
    stale.parent.mkdir()
    stale.write_text("{}")
    write_schemas(tmp_path)
    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.json")}
    assert written == set(SCHEMA_FILES)


def undescribed(schema):
    """The properties and definitions of a JSON Schema that say nothing of themselves."""
    parts = {"": schema, **schema.get("$defs", {})}
    for name, part in parts.items():
        if "description" not in part:
            yield name
        for field, content in part.get("properties", {}).items():
            if "description" not in content:
                yield f"{name}.{field}"


@pytest.mark.parametrize("path", SCHEMA_FILES)
def test_every_property_and_every_list_of_terms_has_a_description(path):
    assert list(undescribed(json.loads(SCHEMA_FILES[path]))) == []


@pytest.mark.parametrize("path", SCHEMA_FILES)
def test_every_schema_is_a_json_schema(path):
    jsonschema_rs.meta.validate(json.loads(SCHEMA_FILES[path]))


VALIDATORS = {
    path.removeprefix("raw/").partition(".")[0]: jsonschema_rs.validator_for(
        json.loads((ROOT / "schemas" / path).read_text("utf-8"))
    )
    for path in RAW_SCHEMAS
}


def kind_of(path):
    first, *others = path.relative_to(ROOT / "raw").parts
    return first.removesuffix("s") if others else first.removesuffix(".yaml")


@pytest.mark.parametrize("kind", VALIDATORS)
def test_every_raw_file_is_true_to_the_schema_of_its_kind(kind):
    errors = {
        path.name: [error.message for error in VALIDATORS[kind].iter_errors(document.value)]
        for path in RAW_FILES
        if kind_of(path) == kind
        for document in [read_document(path)]
    }
    assert {name: found for name, found in errors.items() if found} == {}


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("deal", {"title": "A deal"}),
        ("deal", {"title": "A deal", "kind": "gift"}),
        ("organization", {"name": "Somebody", "role": "party", "more": 1}),
        ("organization", {"name": "Somebody", "role": "party", "domains": "somebody.com"}),
        ("product", {"name": "A chip", "category": "chip", "chips_contained": 0}),
        ("redirects", {"deals": {"a-slug": {}}}),
    ],
)
def test_a_raw_schema_refuses_what_the_reader_refuses(kind, content):
    schema = json.loads(SCHEMA_FILES[f"raw/{kind}.schema.json"])
    assert not jsonschema_rs.validator_for(schema).is_valid(content)


def figure(name):
    return [name, *(f"{name}_{part}" for part in ("low", "high", "qualifier", "as_stated"))]


def vague_day(name):
    return [name, *(f"{name}_{part}" for part in ("earliest", "latest", "approximate"))]


PROVENANCE = [
    "source_url",
    "publisher",
    "origin",
    "official",
    "first_published",
    "last_published",
    "n_claims",
    "n_sources",
    "n_origins",
    "n_denials",
    "disputed",
    "conflicts",
    "weak",
    "claim_ids",
]
PROMISED = {
    "deals": [
        *[
            "deal_id",
            "title",
            "kind",
            "transaction",
            "stage",
            "buyers",
            "sellers",
            "end_users",
            "operators",
        ],
        *["intermediaries", "financiers", "authorities", "chips", "unit", "currency", "part_of"],
        *["same_hardware_as", "extends", "replaces", "related", "counted_in", "note"],
        *vague_day("date"),
        *figure("ordered"),
        *figure("delivered"),
        *figure("value"),
        *figure("value_usd"),
        *figure("power_mw"),
        *PROVENANCE,
    ],
    "deal_figures": [
        *[
            "figure_id",
            "deal_id",
            "lot",
            "product_id",
            "figure",
            "stance",
            "unit",
            "per",
            "currency",
            "estimated",
        ],
        *["paid_by", "during", "claimed_low", "claimed_high", "counted_in"],
        *figure("value"),
        *figure("usd"),
        *vague_day("as_of"),
        *PROVENANCE,
    ],
    "deal_events": [
        *["event_id", "deal_id", "stage", "stance"],
        *vague_day("date"),
        *PROVENANCE,
    ],
    "launches": [
        *[
            "launch_id",
            "product_id",
            "event",
            "stance",
            "version",
            "region",
            "to",
            "currency",
            "per",
        ],
        *vague_day("date"),
        *figure("price"),
        *PROVENANCE,
    ],
    "user_metrics": [
        *[
            "metric_id",
            "series_id",
            "product_id",
            "metric",
            "per",
            "scope",
            "platform",
            "window",
            "region",
        ],
        *["measured_by", "also_measured"],
        *figure("value"),
        *vague_day("as_of"),
        *PROVENANCE,
    ],
    "chip_specs": [
        *["spec_id", "chip_id", "spec", "unit", "precision", "sparsity", "clock", "form_factor"],
        *figure("value"),
        *PROVENANCE,
    ],
    "comparisons": [*["comparison_id", "chip_id", "than_chip_id", "aspect", "result"], *PROVENANCE],
    "organizations": [
        "organization_id",
        "name",
        "aliases",
        "role",
        "domains",
        "country",
        "parent",
        "website",
        "wikidata",
        "ticker",
    ],
    "products": [
        "product_id",
        "name",
        "aliases",
        "category",
        "maker",
        "family",
        "contains_chip",
        "chips_contained",
    ],
    "sources": [
        *[
            "source_id",
            "title",
            "publisher",
            "url",
            "type",
            "language",
            "retrieved",
            "n_claims",
            "withdrawn",
            "last_checked",
            "last_result",
        ],
        *vague_day("published"),
    ],
    "claims": [
        *[
            "claim_id",
            "table",
            "record_id",
            "lot",
            "product_id",
            "field",
            "stance",
            "as_stated",
            "text",
            "low",
        ],
        *[
            "point",
            "high",
            "qualifier",
            "estimated",
            "unit",
            "currency",
            "per",
            "low_usd",
            "point_usd",
        ],
        *[
            "high_usd",
            "retrieved",
            "source_id",
            "publisher",
            "according_to",
            "anonymous",
            "origin",
            "tier",
        ],
        *["weak", "passage_start", "passage_end", "passage_sha256", "url", "wins"],
        *vague_day("as_of"),
        *vague_day("published"),
    ],
}
"""Columns whose names are promised to readers; more may be added."""


@pytest.mark.parametrize("table", TABLES)
def test_every_promised_column_is_there(table):
    assert set(PROMISED[table]) - {column.name for column in columns(TABLES[table])} == set()

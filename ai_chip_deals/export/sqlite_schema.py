"""The tables of the SQLite file, as they follow from the row models."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ai_chip_deals.rows import TABLES, Row
from ai_chip_deals.rows.row import References
from ai_chip_deals.rows.schema import Column, Kind, columns, key_of

_TYPES: dict[Kind, str] = {
    "text": "TEXT",
    "whole number": "INTEGER",
    "number": "REAL",
    "true or false": "INTEGER",
    "day": "TEXT",
    "list of text": "TEXT",
}

_FILTERED: dict[str, tuple[tuple[str, ...], ...]] = {
    "deals": (("kind",), ("stage",), ("date_earliest",)),
    "deal_figures": (("figure",),),
    "deal_events": (("stage",),),
    "launches": (("event",),),
    "user_metrics": (("metric",), ("series_id",)),
    "chip_specs": (("spec",),),
    "organizations": (("name",), ("country",)),
    "products": (("name",), ("category",)),
    "sources": (("publisher",), ("published",), ("url",)),
    "claims": (("table", "record_id", "field"), ("record_id",), ("field",), ("published",)),
}
"""What readers filter by beside references; each gets an index."""


@dataclass(frozen=True)
class SqlColumn:
    """A column of the file: its SQL, and what the table `dictionary` says of it."""

    name: str
    sql: str
    kind: Kind
    description: str
    references: str | None = None
    computed: bool = False


@dataclass(frozen=True)
class SqlTable:
    """A table of the file: all rows of the table `of`, or those of one of its list columns."""

    name: str
    description: str
    columns: tuple[SqlColumn, ...]
    key: tuple[str, ...]
    of: str
    list_column: str | None = None

    def create(self) -> str:
        """The statement that creates the table."""
        lines = [f"{quoted(column.name)} {column.sql}" for column in self.columns]
        lines.append(f"PRIMARY KEY ({', '.join(map(quoted, self.key))})")
        # A list's rows are hardly more than their key, which would otherwise be stored twice.
        options = "STRICT, WITHOUT ROWID" if self.list_column else "STRICT"
        return f"CREATE TABLE {quoted(self.name)} (\n  " + ",\n  ".join(lines) + f"\n) {options}"

    def create_indexes(self) -> Iterator[str]:
        """The statements that index every reference, and what readers filter by."""
        referring = [(column.name,) for column in self.columns if column.references]
        filtered = () if self.list_column else _FILTERED.get(self.name, ())
        for names in (*referring, *filtered):
            index, listed = quoted("_".join((self.name, *names))), ", ".join(map(quoted, names))
            # The key's own index serves what the key begins with.
            if names != self.key[: len(names)]:
                yield f"CREATE INDEX {index} ON {quoted(self.name)} ({listed})"

    def insert(self) -> str:
        """The statement that inserts one row, its computed columns left out."""
        names = [quoted(column.name) for column in self.columns if not column.computed]
        marks = ", ".join("?" * len(names))
        return f"INSERT INTO {quoted(self.name)} ({', '.join(names)}) VALUES ({marks})"


def sql_tables() -> list[SqlTable]:
    """Every published table, then the tables that hold their lists of ids."""
    plain = [_table(name, model) for name, model in TABLES.items()]
    lists = [
        _list_table(name, model, column, column.references)
        for name, model in TABLES.items()
        for column in columns(model)
        if column.kind == "list of text" and column.references
    ]
    return plain + lists


def quoted(name: str) -> str:
    """A name as SQL writes it: some of ours are words of SQL, such as `table`."""
    return f'"{name}"'


def _table(name: str, model: type[Row]) -> SqlTable:
    own = (_columns(column) for column in columns(model))
    return SqlTable(
        name=name,
        description=(model.__doc__ or "").splitlines()[0],
        columns=tuple(part for parts in own for part in parts),
        key=(key_of(model),),
        of=name,
    )


def _columns(column: Column) -> Iterator[SqlColumn]:
    """The columns that stand for one of the row model: none for a list of ids."""
    if column.kind == "list of text" and column.references:
        return
    sql = _TYPES[column.kind] + ("" if column.nullable else " NOT NULL") + _check(column)
    plain = SqlColumn(column.name, sql, column.kind, column.description)
    if column.references is None:
        yield plain
    else:
        target = f"{column.name}_{key_of(TABLES[column.references.table])}"
        yield from _referring(plain, column.references, target)


def _list_table(name: str, model: type[Row], column: Column, references: References) -> SqlTable:
    """A table with a row for each id of a list column, such as `deals_buyers`."""
    key, target = key_of(model), key_of(TABLES[references.table])
    target = f"{column.name}_{target}" if target == key else target
    binding = f"TEXT NOT NULL {_binding(name)}"
    counting = "INTEGER NOT NULL CHECK (position >= 1)"
    owner = SqlColumn(key, binding, "text", f"The row of `{name}` whose list it is.", name)
    position = SqlColumn("position", counting, "whole number", "Its place in the list, from 1.")
    value = "named" if references.reserved else target
    listed = SqlColumn(value, "TEXT NOT NULL", "text", column.description)
    return SqlTable(
        name=f"{name}_{column.name}",
        description=f"The lists `{column.name}` of `{name}`, one row an id.",
        columns=(owner, position, *_referring(listed, references, target)),
        key=(key, "position"),
        of=name,
        list_column=column.name,
    )


def _referring(plain: SqlColumn, references: References, target: str) -> Iterator[SqlColumn]:
    """A column of ids. Where it may hold reserved words, a second one is null in their place.

    It is computed from the first: so every id is bound to its row, and no word needs one.
    """
    parent = f" {_binding(references.table)}"
    if not references.reserved:
        yield replace(plain, sql=plain.sql + parent, references=references.table)
        return
    words = " or ".join(references.reserved)
    yield plain
    yield SqlColumn(
        name=target,
        sql=(
            f"TEXT GENERATED ALWAYS AS (CASE WHEN {quoted(plain.name)} NOT IN "
            f"({_texts(references.reserved)}) THEN {quoted(plain.name)} END) VIRTUAL{parent}"
        ),
        kind="text",
        description=f"`{plain.name}` as a key of `{references.table}`; null where it is {words}.",
        references=references.table,
        computed=True,
    )


def _binding(parent: str) -> str:
    """The clause that binds to a key, named in full: Datasette follows no other."""
    return f"REFERENCES {quoted(parent)} ({quoted(key_of(TABLES[parent]))})"


def _check(column: Column) -> str:
    name = quoted(column.name)
    rules = []
    if column.kind == "list of text":
        rules.append(f"json_type({name}) = 'array'")
    if column.kind == "true or false":
        rules.append(f"{name} IN (0, 1)")
    if column.kind == "day":
        rules.append(f"{name} IS date({name})")
    if column.terms and column.kind == "text":
        rules.append(f"{name} IN ({_texts(column.terms)})")
    if column.at_least is not None:
        rules.append(f"{name} >= {column.at_least}")
    if column.at_most is not None:
        rules.append(f"{name} <= {column.at_most}")
    return f" CHECK ({' AND '.join(rules)})" if rules else ""


def _texts(words: tuple[str, ...]) -> str:
    return ", ".join("'" + word.replace("'", "''") + "'" for word in words)

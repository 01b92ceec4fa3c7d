"""A table's rows in one form, whichever library they come from."""

from __future__ import annotations

import hashlib
import json

import pandas as pd

from ai_chip_deals.rows import TABLES
from ai_chip_deals.rows.schema import key_of


def canonical_hash(rows, table):
    """The SHA-256 that the manifest has of a table, made of rows as dictionaries.

    They are JSON lines in the order of the key, with sorted columns, ISO days and null as null.
    """
    ordered = sorted(rows, key=lambda row: row[key_of(TABLES[table])])
    lines = (
        json.dumps(row, default=_plain, ensure_ascii=False, sort_keys=True) + "\n"
        for row in ordered
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _plain(value):
    """A day, or the null of pandas; anything else is no value that a table may hold."""
    return None if value is pd.NA or value is pd.NaT else value.strftime("%Y-%m-%d")

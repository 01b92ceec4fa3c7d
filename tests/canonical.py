"""A table's rows in one form, whichever way they come."""

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
    digest, key = hashlib.sha256(), key_of(TABLES[table])
    for row in sorted(rows, key=lambda row: row[key]):
        digest.update(f"{_CANONICAL.encode(row)}\n".encode())
    return digest.hexdigest()


def _plain(value):
    """A day, or the null of pandas; anything else is no value that a table may hold."""
    return None if value is pd.NA or value is pd.NaT else value.isoformat()[: len("2024-12-31")]


_CANONICAL = json.JSONEncoder(
    default=_plain, ensure_ascii=False, sort_keys=True, check_circular=False
)

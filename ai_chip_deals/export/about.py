"""What every export says of the dataset as a whole, in whatever words its standard has."""

from __future__ import annotations

import hashlib
import inspect
import json
from pathlib import Path
from typing import Any

from ai_chip_deals import loaders
from ai_chip_deals.rows import Row
from ai_chip_deals.rows.schema import Column
from ai_chip_deals.vocabulary import PROJECT, REPOSITORY

TITLE = "AI chip deals, launches and users, as claimed"
DESCRIPTION = (
    "What was claimed about AI chip deals, product launches, users and chips: by whom, repeating "
    "whom, as known when, and who denies it. Bounds and hedges are kept, every value leads to its "
    "claims, and every claim has a link that opens its page at the sentence. Null means not "
    "disclosed, never zero."
)
CREATOR = f"The {PROJECT} contributors"
KEYWORDS = ["AI chips", "GPU", "semiconductors", "claims", "provenance"]
LICENCE = "CC-BY-4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"


def citation() -> str:
    """How to cite the dataset in the version that is bundled, as an entry of BibTeX."""
    manifest = loaders.manifest()
    return (
        f"@misc{{{PROJECT},\n"
        f"  author = {{{{{CREATOR}}}}},\n"
        f"  title = {{{{{TITLE}}}}},\n"
        f"  version = {{{manifest['version']}}},\n"
        f"  date = {{{manifest['data_as_of']}}},\n"
        f"  url = {{{REPOSITORY}}},\n"
        "}"
    )


def of_table(model: type[Row]) -> str:
    """What a table holds, as its row model says it."""
    return inspect.cleandoc(model.__doc__ or "")


def of_column(column: Column) -> str:
    """What a column holds, and which table its ids lead to."""
    if not (refers := column.references):
        return column.description
    others = f", or one of: {', '.join(refers.reserved)}" if refers.reserved else ""
    return f"{column.description} Refers to `{refers.table}`{others}."


def sha256(path: Path) -> str:
    """What tells a reader that a file is still the one that was described."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_description(path: Path, description: dict[str, Any]) -> None:
    """Write what describes an export, for machines, in a form that people can read too."""
    text = json.dumps(description, indent=2, ensure_ascii=False)
    path.write_text(f"{text}\n", encoding="utf-8")

"""The tables as a dataset of the Hugging Face Hub: Parquet, a card with pictures, and Croissant."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from ai_chip_deals import loaders
from ai_chip_deals.errors import MissingExtraError
from ai_chip_deals.export import about
from ai_chip_deals.export.croissant import croissant
from ai_chip_deals.export.files import write_parquet
from ai_chip_deals.export.output import output_folder
from ai_chip_deals.export.plots import plot, svg, vega_lite
from ai_chip_deals.rows import TABLES
from ai_chip_deals.vocabulary import HUB_DATASET, REPOSITORY

if TYPE_CHECKING:
    import polars as pl

    from ai_chip_deals.loaders import TableName

CARD = Path(__file__).parent / "huggingface_card.md"
DEFAULT = "deals"
PICTURES = ("users_of_assistants", "ordered_and_delivered")
"""The pictures that the card shows."""

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"))
"""The Hub's words for how many rows a dataset has, by what they are fewer than."""


def export_huggingface(folder: Path, *, force: bool = False) -> dict[str, int]:
    """Write a folder that `datasets.load_dataset` reads and the Hub shows: one config a table.

    A table without rows is left out, because no client can load it.

    Args:
        folder: Where; it appears whole or not at all.
        force: Whether a folder that is there already is replaced.

    Returns:
        How many rows each table that was written has.

    Raises:
        MissingExtraError: The extra `hf` is not installed.
        DatasetError: The folder is there and not empty, or holds what this export does not
            write.
        MissingDataError: The package was not built.
    """
    try:
        import altair  # noqa: F401  (before anything is written)
        import huggingface_hub  # noqa: F401
        import pyarrow.parquet  # noqa: F401
        import vl_convert  # noqa: F401
    except ImportError:
        raise MissingExtraError("hf", "export for Hugging Face") from None
    names = ["README.md", "croissant.json", "data", "plots"]
    with output_folder(folder, names, force=force) as fresh:
        every = {name: loaders.load(name) for name in loaders.tables()}
        frames = {name: frame for name, frame in every.items() if frame.height}
        (fresh / "data").mkdir()
        for name, frame in frames.items():
            write_parquet(frame, name, fresh / _path(name))
        (fresh / "plots").mkdir()
        for picture in PICTURES:
            drawn = svg(vega_lite(plot(picture, every)))
            (fresh / f"plots/{picture}.svg").write_text(drawn, encoding="utf-8")
        (fresh / "README.md").write_text(card(frames), encoding="utf-8")
        described = croissant(fresh, {name: _path(name) for name in frames})
        about.write_description(fresh / "croissant.json", described)
    return {name: frame.height for name, frame in frames.items()}


def card(frames: Mapping[TableName, pl.DataFrame]) -> str:
    """The dataset card: front matter that the Hub and `datasets` read, and a body for people."""
    from huggingface_hub import DatasetCardData

    manifest = loaders.manifest()
    front = DatasetCardData(
        pretty_name=about.TITLE,
        language="en",
        license="cc-by-4.0",
        size_categories=_size(sum(frame.height for frame in frames.values())),
        tags=["ai-chips", "gpu", "semiconductors", "claims", "provenance", "tabular"],
        configs=[_config(name, manifest["version"]) for name in frames],
    )
    rows = "\n".join(
        f"| `{name}` | {frame.height:,} | {(TABLES[name].__doc__ or '').splitlines()[0]} |"
        for name, frame in frames.items()
    )
    body = Template(CARD.read_text(encoding="utf-8")).substitute(
        version=manifest["version"],
        data_as_of=manifest["data_as_of"],
        rows=rows,
        repository=REPOSITORY,
        dataset=HUB_DATASET,
    )
    return f"---\n{front.to_yaml()}\n---\n{body}"


def _config(name: str, version: str) -> dict[str, Any]:
    """One table as a config; its version is what tells `datasets` that its cache is stale."""
    files = [{"split": "train", "path": _path(name)}]
    default = {"default": True} if name == DEFAULT else {}
    return {"config_name": name, "version": version, **default, "data_files": files}


def _path(name: str) -> str:
    return f"data/{name}.parquet"


def _size(rows: int) -> str:
    return next((words for bound, words in _SIZES if rows < bound), "100K<n<1M")

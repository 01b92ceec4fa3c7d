"""The tables as a dataset of the Hugging Face Hub: Parquet, a card with pictures, and Croissant."""

from __future__ import annotations

from pathlib import Path

from ai_chip_deals import loaders
from ai_chip_deals.errors import MissingExtraError
from ai_chip_deals.export import about
from ai_chip_deals.export.croissant import croissant
from ai_chip_deals.export.files import write_parquet
from ai_chip_deals.export.huggingface_card import card, path_of
from ai_chip_deals.export.output import output_folder
from ai_chip_deals.export.plots import plot, svg, vega_lite

PICTURES = ("users_of_assistants", "ordered_and_delivered")
"""The pictures that the card shows."""


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
            write_parquet(frame, name, fresh / path_of(name))
        (fresh / "plots").mkdir()
        for picture in PICTURES:
            drawn = svg(vega_lite(plot(picture, every)))
            (fresh / f"plots/{picture}.svg").write_text(drawn, encoding="utf-8")
        sizes = {name: (fresh / path_of(name)).stat().st_size for name in frames}
        (fresh / "README.md").write_text(card(every, sizes), encoding="utf-8")
        described = croissant(fresh, {name: path_of(name) for name in frames})
        about.write_description(fresh / "croissant.json", described)
    return {name: frame.height for name, frame in frames.items()}

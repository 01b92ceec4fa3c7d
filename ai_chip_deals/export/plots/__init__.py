"""Pictures of the tables, each as SVG and as the Vega-Lite that it is drawn from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ai_chip_deals import loaders
from ai_chip_deals.errors import MissingExtraError
from ai_chip_deals.export.output import output_folder

if TYPE_CHECKING:
    import altair as alt
    import polars as pl

    from ai_chip_deals.loaders import TableName

PICTURES = (
    "ordered_and_delivered",
    "flows",
    "users_of_assistants",
    "announced_against_delivered",
    "spread_of_a_claim",
    "known_when",
)
"""What there is a picture of; each is the name of its files, too."""

_ENDINGS = ("svg", "vl.json")


def export_plots(folder: Path, *, force: bool = False) -> tuple[str, ...]:
    """Write every picture as SVG and as Vega-Lite; two exports of a version are alike to the byte.

    Args:
        folder: Where; it appears whole or not at all.
        force: Whether a folder that is there already is replaced.

    Returns:
        The names of the pictures.

    Raises:
        MissingExtraError: The extra `plots` is not installed.
        DatasetError: The folder is there and not empty, or holds what this export does not
            write.
        MissingDataError: The package was not built.
    """
    need_plots("export plots")  # before anything is written
    names = [f"{name}.{ending}" for name in PICTURES for ending in _ENDINGS]
    with output_folder(folder, names, force=force) as fresh:
        tables = {name: loaders.load(name) for name in loaders.tables()}
        for name in PICTURES:
            described = vega_lite(plot(name, tables))
            (fresh / f"{name}.vl.json").write_text(f"{described}\n", encoding="utf-8")
            (fresh / f"{name}.svg").write_text(svg(described), encoding="utf-8")
    return PICTURES


def drawn() -> dict[str, str]:
    """Every picture of the installed tables as SVG, by its name.

    Raises:
        MissingExtraError: The extra `plots` is not installed.
        MissingDataError: The package was not built.
    """
    need_plots("draw pictures")
    tables = {name: loaders.load(name) for name in loaders.tables()}
    return {name: svg(vega_lite(plot(name, tables))) for name in PICTURES}


def need_plots(purpose: str) -> None:
    """Make sure that pictures can be drawn.

    Raises:
        MissingExtraError: The extra `plots` is not installed.
    """
    try:
        import altair  # noqa: F401
        import vl_convert  # noqa: F401
    except ImportError:
        raise MissingExtraError("plots", purpose) from None


def plot(
    name: str, tables: Mapping[TableName, pl.DataFrame], shown: tuple[str, str] | None = None
) -> alt.VConcatChart:
    """One of `PICTURES`, drawn from the tables.

    Args:
        name: Which.
        tables: All of them, by name.
        shown: The version and the day of the data, where that is not what is installed.
    """
    from ai_chip_deals.export.plots import claims, deals, flows, style, users

    draw = {
        "ordered_and_delivered": deals.ordered_and_delivered,
        "flows": flows.flows,
        "users_of_assistants": users.users_of_assistants,
        "announced_against_delivered": deals.announced_against_delivered,
        "spread_of_a_claim": claims.spread_of_a_claim,
        "known_when": claims.known_when,
    }
    manifest = loaders.manifest
    version, day = shown or (manifest()["version"], manifest()["data_as_of"])
    return style.signed(draw[name](tables), version, day)


def vega_lite(chart: alt.VConcatChart) -> str:
    """What a picture is drawn from, in a form that people can read too."""
    # Not validated as a whole: its parts were when they were made, and drawing it tells the rest.
    return json.dumps(chart.to_dict(validate=False), indent=2, ensure_ascii=False)


def svg(described: str) -> str:
    """Draw Vega-Lite without network or browser."""
    import vl_convert

    return vl_convert.vegalite_to_svg(described)

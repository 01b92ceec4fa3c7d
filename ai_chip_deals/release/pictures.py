"""The pictures that the README shows, drawn when a release is prepared."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from ai_chip_deals.export.plots import need_plots, plot, svg, vega_lite
from ai_chip_deals.release.snapshots import Snapshot

if TYPE_CHECKING:
    from ai_chip_deals.export.plots.style import Tables

IN_README = ("flows", "announced_against_delivered")


def readme_pictures(data: Snapshot, version: str) -> dict[str, str]:
    """The pictures as SVG, by their paths in the repository.

    Raises:
        MissingExtraError: The extra `plots` is not installed.
    """
    need_plots("draw the pictures of the README")
    shown = (version, str(data.tables["sources"]["retrieved"].max()))
    tables = cast("Tables", data.tables)
    return {
        f"docs/pictures/{name}.svg": svg(vega_lite(plot(name, tables, shown))) for name in IN_README
    }

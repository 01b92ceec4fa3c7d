"""Builds the tables from `raw/` while the wheel is built, for editable installs too."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuildTables(BuildHookInterface):  # type: ignore[type-arg]
    """Puts the built tables where the package looks for them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build into the package's folder `data`, which git ignores and the wheel takes along."""
        root = Path(self.root)
        sys.path.insert(0, self.root)  # a build hook does not have the project on its path
        from ai_chip_deals.build import build_dataset

        build_dataset(root / "raw", root / "ai_chip_deals" / "data", self.metadata.version)

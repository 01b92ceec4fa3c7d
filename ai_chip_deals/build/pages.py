"""The pages of `docs/` that follow from the code."""

from __future__ import annotations

from pathlib import Path

from ai_chip_deals.build.raw_page import raw_page
from ai_chip_deals.build.rules_page import rules_page
from ai_chip_deals.build.vocabulary_page import vocabulary_page


def page_files() -> dict[str, str]:
    """Every generated page by its path in `docs/`."""
    return {
        "raw-files.md": raw_page(),
        "rules.md": rules_page(),
        "vocabulary.md": vocabulary_page(),
    }


def write_pages(folder: Path) -> None:
    """Write the generated pages; what else is in the folder stays."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in page_files().items():
        (folder / name).write_text(text, encoding="utf-8")

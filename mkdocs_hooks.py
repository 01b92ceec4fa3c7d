"""What the site has beside the files of `docs/`: the commands, the pictures, links to the code."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from posixpath import dirname, join, normpath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from ai_chip_deals.export.plots import drawn
from ai_chip_deals.vocabulary import PROJECT, REPOSITORY

_LINK = re.compile(r"(?<=\]\()[^)#\s:]+(?=[)#])")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages and pictures that are made while the site is built."""
    pictures = {f"pictures/{name}.svg": text for name, text in pictures_drawn().items()}
    for path, text in {"reference/commands.md": commands_page(), **pictures}.items():
        if committed := files.get_file_from_path(path):
            files.remove(committed)
        files.append(File.generated(config, path, content=text))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Let what leads out of `docs/`, into the repository, lead to where it is on the web."""
    folder = Path(config.config_file_path).parent

    def moved(link: re.Match[str]) -> str:
        path = normpath(join("docs", dirname(page.file.src_uri), link[0]))
        outside = not path.startswith("docs/") and (folder / path).exists()
        return f"{REPOSITORY}/blob/main/{path}" if outside else link[0]

    return _LINK.sub(moved, markdown)


pictures_drawn = cache(drawn)
"""Drawn once: while the site is served, a page that changes does not change the pictures."""


@cache
def commands_page() -> str:
    """Every command with its arguments and options, as typer describes them."""
    command = [sys.executable, "-m", "typer", "ai_chip_deals.cli", "utils", "docs"]
    command += ["--name", PROJECT, "--title", "Commands"]
    text = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout
    # The lists cut their lines short; each command stands below with the whole of it.
    return re.sub(r"\*\*Commands\*\*:\n\n(?:\* .*\n)+\n?", "", text)

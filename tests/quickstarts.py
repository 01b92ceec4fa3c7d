"""Writes docs/quickstarts.md: one question, asked with every client, and what each one answered.

It stands with the tests, for it needs the clients that only they install, and they run it again.

Run: python tests/quickstarts.py   (where the extra `test`, sqlite3, R with RSQLite and Node.js are)
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs/quickstarts.md"
HEAD = """# Quick starts

How many Ascend 910B did ByteDance order, and how many did it receive? One question, with every
client: each answer was printed by the client named (`python tests/quickstarts.py` ran them all).

| client | version | made ready by | result |
|---|---|---|---|
"""
FIGURES = ("more than 100000", "fewer than 30000")
"""What the answer is, in the words of the page: ordered, delivered."""
SQL = (
    "SELECT ordered_as_stated, delivered_as_stated FROM {deals}\n"
    "WHERE deal_id = 'bytedance-huawei-ascend-910b-2024'"
)
INSTALLED = """python -c "from importlib.metadata import version; print(version('{}'))" """


@dataclass(frozen=True)
class QuickStart:
    """A client, what gets it ready, and the code that asks."""

    client: str
    version: str
    """The command that prints the version of the client."""
    ready: str
    language: str
    code: str

    def row(self, version: str, answer: str) -> str:
        """Its line of the table at the top of the page: which of the figures it answers."""
        ready = " && ".join(self.ready.splitlines())
        found = ", ".join(figure for figure in FIGURES if figure in answer)
        return f"| [{self.client}](#{self.anchor}) | {version} | `{ready}` | {found} |\n"

    @property
    def anchor(self) -> str:
        """Where its part of the page begins, as a link to a heading has it."""
        return self.client.lower().replace(" ", "-")

    def section(self, version: str, answer: str) -> str:
        """Its part of the page."""
        return (
            f"## {self.client}\n\n```sh\n{self.ready}\n```\n\n"
            f"```{self.language}\n{self.code}\n```\n\n"
            f"It prints (version {version}):\n\n```text\n{answer}\n```\n"
        )


STARTS = (
    QuickStart(
        "Python with polars",
        INSTALLED.format("polars"),
        "pip install .",
        "python",
        "from ai_chip_deals import load\n"
        'deal = load("deals", ids=["bytedance-huawei-ascend-910b-2024"])\n'
        'print(deal.select("ordered_as_stated", "delivered_as_stated"))',
    ),
    QuickStart(
        "Python with pandas",
        INSTALLED.format("pandas"),
        "pip install '.[pandas]'",
        "python",
        "from ai_chip_deals import load\n"
        'deals = load("deals", as_="pandas").set_index("deal_id")\n'
        'print(deals.loc["bytedance-huawei-ascend-910b-2024"].filter(like="as_stated").head(2))',
    ),
    QuickStart(
        "Python with DuckDB",
        INSTALLED.format("duckdb"),
        "pip install '.[duckdb]'",
        "python",
        "from ai_chip_deals import connect\n"
        f'connect().sql("""{SQL.format(deals="deals")}""").show()',
    ),
    QuickStart(
        "Python with datasets",
        INSTALLED.format("datasets"),
        "pip install '.[datasets]'",
        "python",
        "from ai_chip_deals import to_datasets\n"
        'deals = to_datasets("deals")'
        '.select_columns(["deal_id", "ordered_as_stated", "delivered_as_stated"])\n'
        "print(next(deal for deal in deals "
        'if deal["deal_id"] == "bytedance-huawei-ascend-910b-2024"))',
    ),
    QuickStart(
        "The command sqlite3",
        "sqlite3 --version",
        "ai-chip-deals export sqlite deals.sqlite",
        "sh",
        f'sqlite3 -box deals.sqlite "{SQL.format(deals="deals")}"',
    ),
    QuickStart(
        "The command duckdb",
        "duckdb --version",
        "pip install '.[arrow]' duckdb-cli && ai-chip-deals export parquet deals",
        "sh",
        f'duckdb -box -c "{SQL.format(deals=chr(39) + "deals/deals.parquet" + chr(39))}"',
    ),
    QuickStart(
        "JavaScript with hyparquet",
        "npm ls hyparquet",
        "pip install '.[arrow]' && ai-chip-deals export parquet deals\n"
        "npm install hyparquet hyparquet-compressors",
        "js",
        "import { asyncBufferFromFile as open, parquetReadObjects as read } from 'hyparquet'\n"
        "import { compressors } from 'hyparquet-compressors'\n"
        "console.log(await read({ file: await open('deals/deals.parquet'), compressors, "
        "columns: ['ordered_as_stated', 'delivered_as_stated'], "
        "filter: { deal_id: 'bytedance-huawei-ascend-910b-2024' } }))",
    ),
    QuickStart(
        "R with RSQLite",
        """Rscript -e 'packageVersion("RSQLite")'""",
        "ai-chip-deals export sqlite deals.sqlite\n"
        "apt-get install --no-install-recommends r-base-core r-cran-rsqlite",
        "r",
        'deals <- DBI::dbConnect(RSQLite::SQLite(), "deals.sqlite")\n'
        f'DBI::dbGetQuery(deals, "{SQL.format(deals="deals")}")',
    ),
)


def answer(start: QuickStart, folder: Path) -> str:
    """What a client prints, in a folder that others may have used before it."""
    # What pip and apt install is here already: the tests need it too.
    ready = re.sub(r"pip install \S+( duckdb-cli)?( && )?|apt-get install .*", "", start.ready)
    for command in ready.splitlines():
        make_ready(command, folder)
    if start.language == "js":
        (folder / "answer.mjs").write_text(start.code, "utf-8")
        return run(["node", "answer.mjs"], folder)
    programs = {"python": [sys.executable, "-c"], "r": ["Rscript", "-e"], "sh": ["sh", "-ec"]}
    return run([*programs[start.language], start.code], folder)


@cache
def make_ready(command: str, folder: Path) -> None:
    """Run a command that several clients need, once."""
    run(["sh", "-ec", command], folder)


def version(start: QuickStart, folder: Path) -> str:
    """The version of a client, out of whatever it says of itself."""
    return re.findall(r"\d+(?:\.\d+)+", run(["sh", "-ec", start.version], folder))[-1]


def run(command: list[str], folder: Path) -> str:
    """What a command prints, where the programs of this Python come first."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"PATH": path, "PYTHONUTF8": "1", "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    return "\n".join(line.rstrip() for line in done.stdout.strip("\n").splitlines())


def main() -> None:
    """Run every client, and write the page."""
    rows, sections = "", ""
    with tempfile.TemporaryDirectory() as folder:
        for start in STARTS:
            printed, used = answer(start, Path(folder)), version(start, Path(folder))
            rows += start.row(used, printed)
            sections += "\n" + start.section(used, printed)
    PAGE.write_text(HEAD + rows + sections, encoding="utf-8")


if __name__ == "__main__":
    main()

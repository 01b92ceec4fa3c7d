"""Writes docs/quickstarts.md: one question, asked with every client, and what each one answered.

It stands with the tests, for it needs the clients that only they install, and they run it again.

Run: python tests/quickstarts.py   (where the extra `test`, sqlite3 and Node.js are)
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs/quickstarts.md"
HEAD = """# Quick starts

How many Ascend 910B did ByteDance order, and how many did it receive? One question, with every
client: each answer was printed by the client named (`python tests/quickstarts.py` ran them all).
"""
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
        'deals = {deal["deal_id"]: deal for deal in to_datasets("deals")}\n'
        'print(deals["bytedance-huawei-ascend-910b-2024"]["ordered_as_stated"])',
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
        "import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'\n"
        "import { compressors } from 'hyparquet-compressors'\n"
        "\n"
        "const file = await asyncBufferFromFile('deals/deals.parquet')\n"
        "const columns = ['deal_id', 'ordered_as_stated', 'delivered_as_stated']\n"
        "const deals = await parquetReadObjects({ file, compressors, columns })\n"
        "console.log(deals.find(deal => deal.deal_id === 'bytedance-huawei-ascend-910b-2024'))",
    ),
)


def answer(start: QuickStart, folder: Path) -> str:
    """What a client prints, in a folder of its own."""
    # What pip installs is here already: the tests need it too.
    ready = re.sub(r"pip install \S+( duckdb-cli)?( && )?", "", start.ready)
    run(["sh", "-ec", ready], folder)
    if start.language == "js":
        (folder / "answer.mjs").write_text(start.code, "utf-8")
        return run(["node", "answer.mjs"], folder)
    program = [sys.executable, "-c"] if start.language == "python" else ["sh", "-ec"]
    return run([*program, start.code], folder)


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
    sections = [HEAD]
    for start in STARTS:
        with tempfile.TemporaryDirectory() as folder:
            printed = answer(start, Path(folder))
            sections.append(start.section(version(start, Path(folder)), printed))
    PAGE.write_text("\n".join(sections), encoding="utf-8")


if __name__ == "__main__":
    main()

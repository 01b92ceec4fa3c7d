"""Measure ours beside its peers, and print or write the table.

Run: python -m benchmarks --quick   (with the extra `benchmarks`, in a checkout that is built)
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.cases import FULL, GROUPS, QUICK, Inputs, Scale
from benchmarks.page import written
from benchmarks.table import HEAD, GrowthRow, Row, line


def main() -> None:
    """Measure what is asked for."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("groups", nargs="*", metavar="GROUP", help=f"of {', '.join(GROUPS)}")
    asked.add_argument("--quick", action="store_true", help="smaller sizes, in a few minutes")
    asked.add_argument("--page", type=Path, help="write the table into this page")
    given = asked.parse_args()
    groups = given.groups or list(GROUPS)
    if unknown := sorted(set(groups) - set(GROUPS)):
        asked.error(f"no group {unknown[0]!r}; there are {', '.join(GROUPS)}")
    rows = []
    print(line(HEAD))
    with tempfile.TemporaryDirectory() as folder:
        for row in measured(groups, QUICK if given.quick else FULL, Inputs(Path(folder))):
            print(line(row.cells()), flush=True)
            rows.append(row)
    if given.page:
        given.page.write_text(written(given.page.read_text("utf-8"), rows), "utf-8")


def measured(groups: Sequence[str], scale: Scale, inputs: Inputs) -> Iterator[Row | GrowthRow]:
    """The rows of some groups, one after the other."""
    for group in groups:
        for case in GROUPS[group](scale, inputs):
            yield from case.rows()


if __name__ == "__main__":
    main()

"""Measure ours beside its peers, and print or write what came out.

Run: python -m benchmarks --quick   (with the extra `benchmarks`, in a checkout that is built)
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.cases import FULL, GROUPS, QUICK, Inputs, Scale
from benchmarks.page import write_pages
from benchmarks.table import HEAD, AnyRow, FailedRow, line


def main() -> None:
    """Measure what is asked for; the pages are written after each row, lest a long run be lost.

    What other runs measured of other groups stays on them.
    """
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("groups", nargs="*", metavar="GROUP", help=f"of {', '.join(GROUPS)}")
    asked.add_argument("--quick", action="store_true", help="smaller sizes, in a few minutes")
    asked.add_argument("--large", type=int, metavar="CLAIMS", help="for the group memory")
    asked.add_argument(
        "--spark", type=int, metavar="CLAIMS", help="up to which the group spark goes"
    )
    asked.add_argument(
        "--docs", type=Path, metavar="DIR", help="write into benchmarks.md and scale.md there"
    )
    given = asked.parse_args()
    groups = given.groups or list(GROUPS)
    if unknown := sorted(set(groups) - set(GROUPS)):
        asked.error(f"no group {unknown[0]!r}; there are {', '.join(GROUPS)}")
    scale = QUICK if given.quick else FULL
    scale = replace(
        scale, large=given.large or scale.large, spark_up_to=given.spark or scale.spark_up_to
    )
    count, started = 0, time.monotonic()
    print(line(HEAD))
    with tempfile.TemporaryDirectory() as folder:
        inputs = Inputs(Path(folder))
        for group in groups:
            rows: list[AnyRow] = []
            for row in measured(group, scale, inputs):
                print(line(row.cells()), flush=True)
                rows.append(row)
                if given.docs:
                    write_pages(given.docs, group, rows)
            count += len(rows)
    print(f"{count} rows in {time.monotonic() - started:.0f} s")


def measured(group: str, scale: Scale, inputs: Inputs) -> Iterator[AnyRow]:
    """The rows of a group, one after the other; what fails is a row that says so."""
    try:
        for case in GROUPS[group](scale, inputs):
            try:
                yield from case.rows()
            except FAILURES as error:
                yield FailedRow(case.what, str(error))
    except FAILURES as error:
        yield FailedRow(group, str(error))


FAILURES = (RuntimeError, OSError, ValueError)
"""What a measured process, or making what it is given, may end with."""


if __name__ == "__main__":
    main()

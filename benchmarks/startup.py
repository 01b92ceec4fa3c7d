"""What a reader pays before any work: importing the package, and `--help` beside a bare Typer app.

Run: python benchmarks/startup.py   (in an environment that has the package)
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import sysconfig
from pathlib import Path

ROUNDS = 15
BARE_APP = """
import typer
app = typer.Typer()
@app.command()
def one(name: str) -> None:
    "Do one thing."
@app.command()
def other(name: str) -> None:
    "Do another."
app()
"""
CASES = {
    "bare Python": ["-c", "pass"],
    "import ai_chip_deals": ["-c", "import ai_chip_deals"],
    "a bare Typer app --help": ["-c", BARE_APP, "--help"],
    "ai-chip-deals --help": ["-c", "from ai_chip_deals.cli import app; app()", "--help"],
}


def main() -> None:
    """Alternate the cases, so that noise falls on all alike, and print medians of CPU time."""
    times: dict[str, list[float]] = {name: [] for name in CASES}
    for _ in range(ROUNDS):
        for name, arguments in CASES.items():
            times[name].append(cpu_seconds([sys.executable, *arguments]))
    medians = {name: statistics.median(values) for name, values in times.items()}
    for name, seconds in medians.items():
        print(f"{name:26} {seconds:.3f} s CPU")
    over = medians["import ai_chip_deals"] - medians["bare Python"]
    ratio = medians["ai-chip-deals --help"] / medians["a bare Typer app --help"]
    print(f"the import costs {over:.3f} s over bare Python (at most 0.1)")
    print(f"--help costs {ratio:.2f} times a bare Typer app (at most 2)")
    print(f"site-packages hold {installed_megabytes():.0f} MB without pip and setuptools")


def cpu_seconds(command: list[str]) -> float:
    """CPU seconds of one process, children included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def installed_megabytes() -> float:
    """Size of what is installed beside the tools that install."""
    folder = Path(sysconfig.get_path("purelib"))
    tools = ("pip", "setuptools", "pkg_resources", "_distutils_hack")
    kept = (path for path in folder.iterdir() if not path.name.startswith(tools))
    files = (file for path in kept for file in (path.rglob("*") if path.is_dir() else [path]))
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


if __name__ == "__main__":
    main()

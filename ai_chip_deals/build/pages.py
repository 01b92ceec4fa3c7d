"""The pages of `docs/` that follow from the code."""

from __future__ import annotations

from pathlib import Path

from ai_chip_deals.checks.rules import READING_RULES, RULES

_RULES = """\
# Rules

`ai-chip-deals validate` reads every file and then holds them against the rules below. What is wrong
within one page is an error. What is doubtful between pages, or not used yet, is a warning: sources
do disagree. A file may accept a warning with a reason:

```yaml
accept: {source-twice: The page was rewritten in between.}
```

## Between claims and files

| rule | what it demands |
|---|---|
"""
_READING = """
## Within a file

| rule | what it demands |
|---|---|
"""


def page_files() -> dict[str, str]:
    """Every generated page by its path in `docs/`."""
    between = {rule.id: rule.line for rule in RULES.values()}
    return {"rules.md": _RULES + _rows(between) + _READING + _rows(READING_RULES)}


def write_pages(folder: Path) -> None:
    """Write the generated pages; what else is in the folder stays."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in page_files().items():
        (folder / name).write_text(text, encoding="utf-8")


def _rows(lines: dict[str, str]) -> str:
    return "".join(f"| `{rule}` | {line} |\n" for rule, line in lines.items())

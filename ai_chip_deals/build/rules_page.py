"""The page of rules: what each demands, and what is told of mistakes that break it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import unified_diff
from posixpath import normpath

from ai_chip_deals.build.markdown import fenced, table
from ai_chip_deals.checks import RULES
from ai_chip_deals.checks.examples import Mistake, read_mistakes, told
from ai_chip_deals.checks.rules import READING_RULES

_HEAD = """\
# Rules

`ai-chip-deals validate` reads every file and then holds them against the rules below. What is wrong
within one page is an error. What is doubtful between pages, or not used yet, is a warning: sources
do disagree. A file may accept a warning with a reason:

```yaml
accept: {source-twice: The page was rewritten in between.}
```

"""
_EXAMPLES = """\

## Examples

Each example is a file that is right but for a line or two: `-` is what was written, `+` what is
right, and below stands what the command tells. The companies do not exist, hashes are cut short,
and ⇥ is a tab.
"""
_CONTEXT = 2
"""How many lines of the file are shown above and below a mistake."""
_HASH = re.compile(r'(sha256: "[0-9a-f]{8})[0-9a-f]{56}')


def rules_page() -> str:
    """Every rule with what it demands, then an example of each."""
    between = {rule.id: rule.line for rule in RULES.values()}
    mistakes = read_mistakes()
    return "".join(
        [
            _HEAD,
            "## Between claims and files\n\n",
            _index(between),
            "\n## Within a file\n\n",
            _index(READING_RULES),
            _EXAMPLES,
            *(
                _section(rule, line, mistakes.get(rule, []))
                for rule, line in (between | READING_RULES).items()
            ),
        ]
    )


def _index(lines: Mapping[str, str]) -> str:
    rows = [(f"[`{rule}`](#{rule})", line) for rule, line in lines.items()]
    return table("rule", "what it demands", rows=rows)


def _section(rule: str, line: str, mistakes: Iterable[Mistake]) -> str:
    shown = "\n".join(_example(mistake) for mistake in mistakes)
    return f"\n### `{rule}`\n\n{line}\n\n{shown}"


def _example(mistake: Mistake) -> str:
    lines = "".join(f"{problem}\n" for problem in told(mistake))
    path = normpath(f"raw/{mistake.file}")
    if mistake.made:
        return f"`{path}` is {mistake.made}:\n\n{fenced('text', lines)}"
    if mistake.command == "validate --data-only":
        return f"`{path}`, changed together with a raw file:\n\n{fenced('text', lines)}"
    lead = "" if mistake.corrected else f"A file too many, `{path}`:\n\n"
    return f"{lead}{fenced('diff', _difference(mistake))}\n{fenced('text', lines)}"


def _difference(mistake: Mistake) -> str:
    """The lines around a mistake, as they are and as they should be."""
    texts = (mistake.text.splitlines(), mistake.corrected.splitlines())
    _, _, *lines = unified_diff(*texts, n=_CONTEXT, lineterm="")
    kept = [_HASH.sub(r"\1…", line) for line in lines if not line.startswith("@@")]
    return "".join(f"{line}\n" for line in kept).replace("\t", "⇥")

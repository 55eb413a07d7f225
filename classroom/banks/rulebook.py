"""Every rule that a bank file can break, as the documentation lists them."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from classroom.banks import reading, rules, shape, yaml_text


def rulebook() -> dict[str, str]:
    """Name of the rule → what it asks for, in the order in which files are examined."""
    return {
        **yaml_text.RULES,
        **shape.RULES,
        **reading.RULES,
        **{rule.name: rule.meaning for rule in rules.all_rules()},
    }


def as_table() -> str:
    """The rules as a Markdown table."""
    rows = (f"| `{name}` | {meaning} |" for name, meaning in rulebook().items())
    return "\n".join(("| rule | what it asks for |", "|---|---|", *rows)) + "\n"


def with_table(page: str) -> str:
    """The page with the present rules between its two marks."""
    return re.sub(r"(?<=-->\n)[^<]*(?=<!-- end of the rules -->)", lambda _: as_table(), page)


if __name__ == "__main__":
    page = Path(sys.argv[1])
    page.write_text(with_table(page.read_text(encoding="utf-8")), encoding="utf-8")

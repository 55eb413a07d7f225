"""Every rule that a bank file can break, as the documentation lists them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from classroom.banks import judging, reading, rules, shape, yaml_text
from classroom.banks.fault import Level

Row = tuple[str, Level, str]
"""Name of the rule, its level, what it asks for."""


def rulebook() -> list[Row]:
    """Rules of form in the order in which files are examined, then L01, L02 …

    A rule with two levels has a row for each.
    """
    meanings: dict[tuple[str, Level], list[str]] = {}
    for name, level, meaning in (*_rows_of_reading(), *_rows_of_content()):
        listed = meanings.setdefault((name, level), [])
        if meaning not in listed:
            listed.append(meaning)
    rows = [(name, level, " ".join(listed)) for (name, level), listed in meanings.items()]
    return sorted(rows, key=lambda row: row[0] if is_numbered(row[0]) else "")


def is_numbered(name: str) -> bool:
    """Whether it is a rule of item writing, L01 …, and not one of the form of a file."""
    return bool(re.fullmatch(r"L\d\d", name))


def _rows_of_reading() -> Iterator[Row]:
    for described in (yaml_text.RULES, shape.RULES, reading.RULES):
        for name, meaning in described.items():
            yield name, Level.ERROR, meaning
    for name, meaning in judging.RULES.items():
        yield name, Level.WARNING, meaning


def _rows_of_content() -> Iterator[Row]:
    for rule in rules.all_rules():
        yield rule.name, rule.level, rule.meaning


def as_table() -> str:
    """The rules as a Markdown table."""
    rows = (f"| `{name}` | {level} | {meaning} |" for name, level, meaning in rulebook())
    return "\n".join(("| rule | level | what it asks for |", "|---|---|---|", *rows)) + "\n"


def with_table(page: str) -> str:
    """The page with the present rules between its two marks."""
    return re.sub(r"(?<=-->\n)[^<]*(?=<!-- end of the rules -->)", lambda _: as_table(), page)


if __name__ == "__main__":
    page = Path(sys.argv[1])
    page.write_text(with_table(page.read_text(encoding="utf-8")), encoding="utf-8")

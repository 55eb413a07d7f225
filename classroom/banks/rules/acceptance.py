"""What a file may except itself from."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from classroom.banks.fault import Level
from classroom.banks.known import Known
from classroom.banks.rules.rule import REGISTER, Finding, rule
from classroom.banks.schema import Bank, Question


@rule("exception-known", on=Question)
@rule("exception-known", on=Bank)
def exceptions_are_for_warnings(entry: Question | Bank, known: Known) -> Iterator[Finding]:
    """An exception names a rule that warns; an error cannot be accepted."""
    for number, accepted in enumerate(entry.exceptions):
        if accepted.rule not in acceptable():
            yield ("exceptions", number), _instead(accepted.rule)


def acceptable() -> set[str]:
    """The names of the rules that have something to accept."""
    return {rule.name for rule in REGISTER if rule.level is not Level.ERROR}


def _instead(name: str) -> str:
    if any(rule.name == name for rule in REGISTER):
        return f"remove the exception: {name} is an error, which has to be mended"
    near = get_close_matches(name, acceptable(), n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"there is no rule “{name}” that warns{hint}"

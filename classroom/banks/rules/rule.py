"""What a rule is, and the register of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from classroom.banks.known import Known
from classroom.banks.schema import Shape
from classroom.banks.yaml_text import Place

Finding = tuple[Place, str]
"""The place within the entry, and what to change there."""
Check = Callable[[Any, Known], Iterable[Finding]]


@dataclass(frozen=True)
class Rule:
    """A rule about one kind of entry; the docstring of its check is its description."""

    name: str
    on: type[Shape]
    check: Check

    @property
    def meaning(self) -> str:
        return " ".join((self.check.__doc__ or "").split())


REGISTER: dict[str, Rule] = {}


def rule(name: str, on: type[Shape]) -> Callable[[Check], Check]:
    """Put a check into the register under that name."""

    def put(check: Check) -> Check:
        if name in REGISTER:
            raise ValueError(f"two rules are named {name}")
        REGISTER[name] = Rule(name, on, check)
        return check

    return put


def words(text: str) -> int:
    return len(text.split())

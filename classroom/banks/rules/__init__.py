"""The rules of content, one small function each. The modules of this folder are the register."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

from classroom.banks.fault import Level
from classroom.banks.known import Known
from classroom.banks.rules.rule import REGISTER, Finding, Rule, Shelf, WholeBank, WideFinding

__all__ = ["Finding", "Rule", "Shelf", "WholeBank", "WideFinding", "all_rules", "findings"]


@cache
def all_rules() -> tuple[Rule, ...]:
    """In the order of modules, whichever was imported first, and within a module as written."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return tuple(sorted(REGISTER, key=lambda rule: rule.check.__module__))


def findings(
    subject: Any, known: Known, *, language: str, levels: Collection[Level]
) -> Iterator[tuple[Rule, Any]]:
    """Everything that the rules of these levels have to say about an entry, a bank or a shelf."""
    for rule in all_rules():
        if isinstance(subject, rule.on) and rule.level in levels and rule.holds_in(language):
            for finding in rule.check(subject, known):
                yield rule, finding

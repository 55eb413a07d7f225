"""The rules of content, one small function each. The modules of this folder are the register."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache

from classroom.banks.known import Known
from classroom.banks.rules.rule import REGISTER, Finding, Rule
from classroom.banks.schema import Shape

__all__ = ["Finding", "Rule", "all_rules", "findings"]


@cache
def all_rules() -> tuple[Rule, ...]:
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return tuple(REGISTER.values())


def findings(entry: Shape, known: Known) -> Iterator[tuple[Rule, Finding]]:
    """Everything that the rules have to say about an entry."""
    for rule in all_rules():
        if isinstance(entry, rule.on):
            for finding in rule.check(entry, known):
                yield rule, finding

"""Kinds of question: one module a kind, found by its name in the bank file.

A kind is a module with `KIND`, an instance of a class that fulfils `Kind`. The folder is the
register: see docs/adding-a-kind.md for what stands where.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from classroom.domain.kinds.kind import PASS, Choice, Kind, as_text, from_text

__all__ = ["PASS", "Choice", "Kind", "as_text", "from_text", "kind_named", "kind_names"]


@cache
def _all() -> dict[str, Kind]:
    modules = (
        importlib.import_module(f"{__name__}.{found.name}")
        for found in pkgutil.iter_modules(__path__)
    )
    kinds: list[Kind] = [module.KIND for module in modules if hasattr(module, "KIND")]
    return {kind.name: kind for kind in kinds}


def kind_named(name: str) -> Kind:
    """The kind of that name; KeyError if there is none."""
    return _all()[name]


def kind_names() -> tuple[str, ...]:
    return tuple(sorted(_all()))

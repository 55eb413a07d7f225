"""Kinds of question: one module a kind, found by its name in the bank file.

A kind is a module with `NAME` and an instance `KIND` of a class that fulfils `Kind`. The folder
is the register: adding a kind is adding a module here (and its templates under
`templates/kinds/<name>/`).
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from classroom.domain.kinds.kind import Kind

__all__ = ["Kind", "kind_named", "kind_names"]


@cache
def _all() -> dict[str, Kind]:
    modules = (
        importlib.import_module(f"{__name__}.{found.name}")
        for found in pkgutil.iter_modules(__path__)
        if found.name != "kind"
    )
    return {module.KIND.name: module.KIND for module in modules}


def kind_named(name: str) -> Kind:
    """The kind of that name; KeyError if there is none."""
    return _all()[name]


def kind_names() -> tuple[str, ...]:
    return tuple(sorted(_all()))

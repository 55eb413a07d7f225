"""A fault as it stands in a file: what it is, the test that catches it, and the patch."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests" / "faults"


@dataclass(frozen=True)
class Fault:
    """A patch that plants it, with a head that `git apply` skips."""

    name: str
    test: str
    """The test that catches it, as pytest names it."""
    patch: str
    files: tuple[str, ...]
    """The files that it changes, from the root of the project."""


def all_faults() -> dict[str, Fault]:
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.patch"))}


def _read(path: Path) -> Fault:
    patch = path.read_text()
    (test,) = re.findall(r"^Caught by: (.+)$", patch, re.MULTILINE)
    return Fault(path.stem, test, patch, tuple(re.findall(r"^\+\+\+ b/(.+)$", patch, re.MULTILINE)))

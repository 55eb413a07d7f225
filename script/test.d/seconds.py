"""What the tests took, read from the reports that pytest writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree


@dataclass(frozen=True)
class Taken:
    """One test: its folder below tests/, its name, and its seconds with all it was given."""

    folder: str
    name: str
    seconds: float


def read(reports: Iterable[Path]) -> list[Taken]:
    """All tests of these reports, the dearest first."""
    found = []
    for report in reports:
        if not report.exists():  # pytest did not come to writing it
            continue
        for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314 - pytest's own
            parts = case.get("classname", "").split(".")
            folder = parts[1] if len(parts) > 2 else "."
            name = f"{'/'.join(parts)}.py::{case.get('name')}"
            found.append(Taken(folder, name, float(case.get("time", 0))))
    return sorted(found, key=lambda taken: -taken.seconds)


def by_folder(tests: Iterable[Taken]) -> list[str]:
    """A line a folder, the dearest first."""
    seconds: defaultdict[str, float] = defaultdict(float)
    number: defaultdict[str, int] = defaultdict(int)
    for test in tests:
        seconds[test.folder] += test.seconds
        number[test.folder] += 1
    dearest_first = sorted(seconds, key=lambda folder: -seconds[folder])
    return [f"{name:<14} {seconds[name]:6.0f} s  {number[name]:5d} tests" for name in dearest_first]


def dearest(tests: list[Taken], most: int) -> list[str]:
    """A line a test."""
    return [f"{test.seconds:6.1f} s  {test.name}" for test in tests[:most]]

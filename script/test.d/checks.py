"""What is judged without running it: style, types, imports, templates."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = Path(sys.executable).parent
CHECKS = {
    "types": ("mypy",),
    "templates": ("djlint", "--quiet", "--lint", "templates"),
    "import contracts": ("lint-imports",),
    "lint": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "."),
}
"""The longest first: two go on side by side."""


@dataclass(frozen=True)
class Judged:
    name: str
    status: int
    seconds: float
    printed: str


def judge_all() -> Iterator[Judged]:
    """Each check as soon as it is done."""
    with ThreadPoolExecutor(2) as threads:
        for done in as_completed([threads.submit(_judge, name) for name in CHECKS]):
            yield done.result()


def _judge(name: str) -> Judged:
    program, *arguments = CHECKS[name]
    began_s = time.monotonic()
    done = subprocess.run(
        [PROGRAMS / program, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Judged(name, done.returncode, time.monotonic() - began_s, done.stdout)

"""What a process, or all that it has started, has used of the machine."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_s(pid: int) -> float:
    """Processor time of one process so far."""
    if Path("/proc/self/stat").exists():
        return _own_ticks(_fields(pid)) / CLOCK_TICKS
    parts = _ps(pid, "time").split(":")
    return sum(float(part) * 60**place for place, part in enumerate(reversed(parts)))


def rss_kb(pid: int) -> int:
    """Memory of one process that is in use now."""
    return int(_ps(pid, "rss"))


def tree_cpu_s(pid: int) -> float:
    """Processor time of a process and its children so far, ended ones included. On Linux alone."""
    root = _fields(pid)
    ticks = _own_ticks(root) + int(root[13]) + int(root[14])
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for child in children:
        try:
            ticks += _own_ticks(_fields(int(child)))
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended meanwhile
    return ticks / CLOCK_TICKS


def _fields(pid: int) -> list[str]:
    """Of /proc/…/stat (proc(5)), from the state on."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _own_ticks(fields: list[str]) -> int:
    return int(fields[11]) + int(fields[12])


def _ps(pid: int, column: str) -> str:
    asked = ["ps", "-o", f"{column}=", "-p", str(pid)]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()

"""Runs checks and tests, sums up, and leaves nothing behind. script/test says how it is called."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import checks
import seconds
from own_run import Interrupted, OwnRun, own_run

WORKERS = 2
SIDE_BY_SIDE = ("-n", str(WORKERS), "--dist", "loadfile", "--no-loadscope-reorder")
"""A file's tests share servers and pages, so a file stays with one worker. In the order of the
folders: the dear ones come first, and the many small files at the end fill up both workers."""
FAST = ("tests/unit", "tests/integration")
BROWSER = ("tests/browser",)
FOLDERS = sorted(str(path) for path in Path("tests").iterdir() if any(path.glob("**/test_*.py")))
SERVERS = tuple(folder for folder in FOLDERS if folder not in FAST + BROWSER)
PARALLEL = ("-m", "not serial", *SIDE_BY_SIDE)
SERIAL = ("-m", "serial")
PARTS = {
    "fast": ("tests side by side", (*PARALLEL, *FAST)),
    "servers": ("tests side by side", (*PARALLEL, *SERVERS)),
    "browser": ("tests side by side", (*PARALLEL, *BROWSER)),
    "serial": ("tests one by one", SERIAL),
}
ALL = (("tests side by side", PARALLEL), ("tests one by one", SERIAL))
"""Everything, in two turns of pytest."""

DEAREST_OF_ALL, DEAREST_OF_A_PART = 40, 10


class Summary:
    """A line for each step; `failed` once one did."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self.failed = False

    def note(self, name: str, is_ok: bool, seconds_: float) -> None:
        self.failed = self.failed or not is_ok
        result = "ok" if is_ok else "FAILED"
        self._lines.append(f"  {name:<22} {result:<7} {seconds_:4.0f} s")

    def show(self) -> None:
        print("\n== summary", *self._lines, sep="\n", flush=True)


def main() -> int:
    asked = sys.argv[1:]
    try:
        with own_run() as run:
            if asked and asked[0] not in PARTS:
                return call_pytest(run, *asked)
            return run_parts(run, asked)
    except Interrupted:
        print("\nInterrupted; nothing is left behind.", file=sys.stderr)
        return 130


def run_parts(run: OwnRun, names: list[str]) -> int:
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"There is no part {unknown[0]!r}: choose from {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    summary = Summary()
    if not names or "fast" in names:
        for judged in checks.judge_all():
            print(f"\n== {judged.name}\n{judged.printed}", end="", flush=True)
            summary.note(judged.name, judged.status == 0, judged.seconds)
    reports = []
    for number, (title, arguments) in enumerate([PARTS[name] for name in names] or ALL):
        print(f"\n== {title}", flush=True)
        reports.append(run.reports / f"{number}.xml")
        began_s = time.monotonic()
        status = call_pytest(run, *arguments, f"--junitxml={reports[-1]}")
        summary.note(title, status == 0, time.monotonic() - began_s)
    tell_seconds(reports, DEAREST_OF_ALL if not names else DEAREST_OF_A_PART)
    summary.show()
    return 1 if summary.failed else 0


def call_pytest(run: OwnRun, *arguments: str) -> int:
    """Its exit status, or 1 when a test left something behind; that is told, and cleared away."""
    status = run.call([sys.executable, "-m", "pytest", *arguments])
    left = run.left_behind()
    if left:
        print("\nLeft behind by the tests:", *left, sep="\n  ", flush=True)
    run.clear()
    return status or bool(left)


def tell_seconds(reports: list[Path], most: int) -> None:
    tests = seconds.read(reports)
    print("\n== seconds by folder (both workers' added up)")
    print(*(f"  {line}" for line in seconds.by_folder(tests)), sep="\n")
    print("\n== the dearest tests")
    print(*(f"  {line}" for line in seconds.dearest(tests, most)), sep="\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())

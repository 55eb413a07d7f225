"""Running tests in the copy, and what became of each."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tree import Tree

ENDS_WITHIN_S = 30
"""How long tests that are interrupted may take to stop what they have started."""
ASSERTION = re.compile(r'(failed on teardown with ")?(Assertion|assert |Failed: DID NOT RAISE)')
"""In the words of the report; some fixtures look at what a test has left behind."""


@dataclass(frozen=True)
class Outcome:
    """What pytest said: its exit status and words; and of each test why it failed, if it did."""

    status: int
    output: str
    ends: tuple[str, ...]

    @property
    def all_passed(self) -> bool:
        return self.status == 0 and bool(self.ends) and not any(self.ends)

    @property
    def failed_by_assertion(self) -> bool:
        """Not by a module that cannot be imported, a test that is not found, or a time-out."""
        return self.status == 1 and any(ASSERTION.match(why) for why in self.ends)

    @property
    def last_words(self) -> str:
        return "\n".join(f"    {line}" for line in self.output.splitlines()[-15:])


def run(tests: Sequence[str], tree: Tree, scratch: Path) -> Outcome:
    """Run these tests in the copy."""
    report, output = scratch / "report.xml", scratch / "output.txt"
    report.unlink(missing_ok=True)
    command = ["-m", "pytest", *tests, "--quiet", "-p", "no:cacheprovider"]
    with output.open("wb") as file:
        status = _run([*command, f"--basetemp={scratch / 't'}", f"--junitxml={report}"], tree, file)
    return Outcome(status, output.read_text(errors="replace"), tuple(_ends(report)))


def _run(command: Sequence[str], tree: Tree, output: object) -> int:
    """In a session of its own: a Ctrl+C comes once, from here, and the tests stop their servers."""
    running = subprocess.Popen(
        [sys.executable, *command],
        cwd=tree.folder,
        env=tree.environment,
        stdin=subprocess.DEVNULL,
        stdout=output,  # type: ignore[arg-type]
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        return running.wait()
    except KeyboardInterrupt:
        running.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
            running.wait(ENDS_WITHIN_S)
        raise
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()


def _ends(report: Path) -> list[str]:
    """Why each test failed, empty if it passed; one that was left out is as good as failed."""
    if not report.exists():
        return []
    return [
        next((end.get("message") or end.tag for end in case if end.tag in _FAILED), "")
        for case in ElementTree.parse(report).iter("testcase")  # noqa: S314 - pytest wrote it
    ]


_FAILED = ("failure", "error", "skipped")

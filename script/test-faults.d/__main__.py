"""Plants each fault, and tells whether its test caught it."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from fault import Fault, all_faults
from stopped import Stopped
from tree import DoesNotApply, Tree
from trial import run

INTERRUPTED = 130


def main() -> int:
    faults = _arguments()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with tempfile.TemporaryDirectory(prefix="faults-", ignore_cleanup_errors=True) as name:
            scratch = Path(name).resolve()
            tree = Tree(scratch / "tree")
            _check_unharmed(faults, tree, scratch)
            caught = sum([_is_caught(fault, tree, scratch) for fault in faults])
    except Stopped as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return INTERRUPTED
    print(f"{caught} of {len(faults)} caught")
    return 0 if caught == len(faults) else 1


def _arguments() -> Sequence[Fault]:
    known = all_faults()
    parser = argparse.ArgumentParser(
        prog="script/test-faults",
        description="Plants faults in a copy of the project and expects a test to catch each.",
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these faults [all]")
    wanted = parser.parse_args().names
    unknown = [name for name in wanted if name not in known]
    if unknown:
        parser.error(f"there is no fault {unknown[0]!r}; tests/faults has: {', '.join(known)}")
    return [fault for name, fault in known.items() if not wanted or name in wanted]


def _check_unharmed(faults: Sequence[Fault], tree: Tree, scratch: Path) -> None:
    """Stopped when a test fails without any fault: it would catch everything."""
    started_s = time.monotonic()
    outcome = run([fault.test for fault in faults], tree, scratch)
    if not outcome.all_passed:
        raise Stopped(f"Without any fault these tests do not all pass:\n{outcome.last_words}")
    print(f"without any fault: all pass, {time.monotonic() - started_s:.1f} s", flush=True)


def _is_caught(fault: Fault, tree: Tree, scratch: Path) -> bool:
    started_s = time.monotonic()
    try:
        with tree.planted(fault):
            outcome = run([fault.test], tree, scratch)
    except DoesNotApply as reason:
        print(f"{fault.name:<34} FAILED: its patch does not apply any more\n    {reason}")
        return False
    took = f"{time.monotonic() - started_s:6.1f} s"
    if outcome.failed_by_assertion:
        print(f"{fault.name:<34} caught {took}  {fault.test}", flush=True)
        return True
    how = "it passes" if outcome.all_passed else "it fails, and not by an assertion"
    print(f"{fault.name:<34} FAILED {took}  {fault.test}: {how}\n{outcome.last_words}", flush=True)
    return False


if __name__ == "__main__":
    sys.exit(main())

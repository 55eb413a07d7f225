"""Each planted fault still fits the project; script/test-faults plants them, see tests/faults."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FAULTS = sorted(ROOT.glob("tests/faults/*.patch"))
FEWEST = 25


def test_there_are_enough_faults() -> None:
    assert len(FAULTS) >= FEWEST


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.stem)
def test_a_fault_applies_and_names_the_test_that_catches_it(fault: Path) -> None:
    checked = subprocess.run(
        ["git", "apply", "--check", str(fault)],
        cwd=ROOT,
        # A repository around the project would have its own root, and check nothing.
        env={**os.environ, "GIT_CEILING_DIRECTORIES": str(ROOT.parent)},
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, f"carry the patch along: {checked.stderr}"

    told = fault.read_text()
    changed = re.findall(r"^\+\+\+ b/(\w+)", told, re.MULTILINE)
    assert changed and set(changed) <= {"classroom", "templates", "static"}
    caught_by = re.findall(r"^Caught by: (tests/\S+\.py)::(test_\w+)", told, re.MULTILINE)
    assert len(caught_by) == 1
    ((file, test),) = caught_by
    assert (ROOT / file).is_file(), file
    assert f"def {test}(" in (ROOT / file).read_text(), f"{test} is not in {file}"

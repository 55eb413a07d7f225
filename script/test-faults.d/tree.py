"""A copy of the project in which faults are planted, one after the other."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from fault import ROOT, Fault
from stopped import Stopped


class DoesNotApply(Exception):
    """The project has changed where the patch wants to change it."""


class Tree:
    """The files that Git tracks, or would, as they stand in the working tree."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in _names():
            source, copy = ROOT / name, folder / name
            if source.exists():  # else it was deleted, and that is not committed yet
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, copy, follow_symlinks=False)
        self._check_that_it_is_imported()

    @property
    def environment(self) -> Mapping[str, str]:
        """For tests, and for the servers that they start: this copy is imported.

        The environment has the project installed as it stands in the working tree, which comes
        later on the path. A `git apply` finds no repository around the copy.
        """
        kept = {name: value for name, value in os.environ.items() if name not in _OF_THE_CALLER}
        own = {"PYTHONPATH": str(self.folder), "GIT_CEILING_DIRECTORIES": str(self.folder.parent)}
        return {**kept, **own}

    @contextmanager
    def planted(self, fault: Fault) -> Iterator[None]:
        """With the fault in it for a while. DoesNotApply when its patch fits no more."""
        self._apply(fault)
        yield
        self._apply(fault, "--reverse")

    def _apply(self, fault: Fault, *options: str) -> None:
        done = subprocess.run(
            ["git", "apply", *options],
            cwd=self.folder,
            env=self.environment,
            input=fault.patch,
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            raise DoesNotApply(done.stderr.strip())
        for name in fault.files:
            # Python would take one that was compiled within the same second for that of this file.
            for compiled in (self.folder / name).parent.glob(f"__pycache__/{Path(name).stem}.*"):
                compiled.unlink()

    def _check_that_it_is_imported(self) -> None:
        """Otherwise no fault would be found, or a test that finds it would not be believed."""
        imported = subprocess.run(
            [sys.executable, "-c", "import classroom; print(classroom.__file__)"],
            cwd="/",
            env=self.environment,
            capture_output=True,
            text=True,
        )
        if not Path(imported.stdout.strip()).is_relative_to(self.folder):
            raise Stopped(f"Not the copy is imported, but {imported.stdout}{imported.stderr}")


_OF_THE_CALLER = ("PYTEST_ADDOPTS", "PYTHONSAFEPATH", "PYTHONHOME", "GIT_DIR", "GIT_WORK_TREE")


def _names() -> list[str]:
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        raise Stopped(
            "Faults are planted in a copy of a Git checkout, which this is not."
        ) from None
    return [name for name in listed.stdout.split("\0") if name]

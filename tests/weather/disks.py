"""Disks that really fill up: a small one of their own, or a bound on what the server may write."""

from __future__ import annotations

import os
import resource
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.server_process import ServerProcess

UNBOUNDED = resource.RLIM_INFINITY


@dataclass
class SmallDisk:
    """A file system in memory, which only root can mount. Everything of the instance lies on it."""

    folder: Path
    size_mb: int = 16

    def mount(self) -> None:
        size = f"size={self.size_mb}m"
        subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", self.folder], check=True)

    def fill(self, server: ServerProcess) -> None:
        """Leave no room for one byte more."""
        page = b"\0" * 4096
        full = pytest.raises(OSError, match="No space left")
        with self._filler.open("wb", buffering=0) as filler, full:
            while True:
                filler.write(page)

    def make_room(self, server: ServerProcess) -> None:
        self._filler.unlink(missing_ok=True)

    def make_read_only(self) -> None:
        subprocess.run(["mount", "-o", "remount,ro", self.folder], check=True)

    def unmount(self) -> None:
        subprocess.run(["umount", "-l", self.folder], check=True)

    @property
    def _filler(self) -> Path:
        return self.folder / "filler"


@dataclass
class BoundedFiles:
    """Lets the server's files grow no more (RLIMIT_FSIZE), which anybody may do on Linux."""

    folder: Path

    def mount(self) -> None:
        pass

    def fill(self, server: ServerProcess) -> None:
        log = self.folder / "instance" / "classroom.sqlite3-wal"
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (log.stat().st_size, UNBOUNDED))

    def make_room(self, server: ServerProcess) -> None:
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (UNBOUNDED, UNBOUNDED))

    def unmount(self) -> None:
        pass


def may_mount(folder: Path) -> bool:
    """Whether this account may mount a file system, which root in a container sometimes may not."""
    if os.geteuid() != 0:
        return False
    trial = SmallDisk(folder, size_mb=1)
    try:
        trial.mount()
    except (OSError, subprocess.CalledProcessError):
        return False
    trial.unmount()
    return True

"""A run's own folder and processes: whatever happens, neither is there afterwards.

The tests start servers, databases and browsers. Some leave the process group of whoever started
them, and what is killed cannot clean up after itself. So all of them are gathered here: a temporary
folder that everybody makes theirs in, and on Linux the care for processes that lost their parent.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

ENDS_WITHIN_S = 10.0
"""What a polite end may take: pytest takes down what its tests have set up."""
MEMORY_WANTED = 2 * 1024**3
LETS_GO_WITHIN_S = 3.0
"""What a process may take that its test has told to end."""
_PR_SET_CHILD_SUBREAPER = 36


class Interrupted(Exception):
    """Somebody pressed Ctrl+C, or asked the run to end."""


@dataclass
class OwnRun:
    """`folder` is the temporary one of all that is called; `reports` is for what they report.

    `memory` is another temporary one, on a file system in memory where there is a large one.
    """

    folder: Path
    reports: Path
    memory: Path

    def call(self, command: Sequence[str | Path]) -> int:
        """Run it to its end; its exit status. Interrupted once it has ended on being interrupted.

        In a session of its own, so that a Ctrl+C reaches it once, by us: a second one would end
        what it does on the first.
        """
        process = subprocess.Popen(
            command,
            env={
                **os.environ,
                "TMPDIR": str(self.folder),
                "CLASSROOM_TEST_MEMORY": str(self.memory),
            },
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            return process.wait()
        except Interrupted:
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(ENDS_WITHIN_S)
            raise

    def left_behind(self) -> list[str]:
        """Processes that go on although nothing here runs any more, and folders beside pytest's."""
        deadline = time.monotonic() + LETS_GO_WITHIN_S
        while (processes := _running()) and time.monotonic() < deadline:
            time.sleep(0.1)
        found = [f"process {process.pid}: {_command_of(process)}" for process in processes]
        files = sorted(path.name for path in (*self.folder.iterdir(), *self.memory.iterdir()))
        return found + [f"file {name}" for name in files if not name.startswith("pytest-of-")]

    def clear(self) -> None:
        """Kill what still runs, and empty the folder."""
        while processes := _running():
            for process in processes:
                with suppress(psutil.NoSuchProcess):
                    process.kill()
            psutil.wait_procs(processes, timeout=5)
        self._unmount()
        for path in (*self.folder.iterdir(), *self.memory.iterdir()):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

    def _unmount(self) -> None:
        """The small disks that tests of a full one make for themselves."""
        mounted = (disk.mountpoint for disk in psutil.disk_partitions(all=True))
        for place in mounted:
            if Path(place).is_relative_to(self.folder.resolve()):
                subprocess.run(["umount", "-l", place], check=False)


@contextmanager
def own_run() -> Iterator[OwnRun]:
    """A run that may be interrupted at any moment of the block."""
    _adopt_orphans()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    with _temporary() as folder, _temporary(_memory()) as memory:
        run = OwnRun(folder / "tmp", folder / "reports", memory)
        run.folder.mkdir()
        run.reports.mkdir()
        try:
            yield run
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)
            run.clear()


@contextmanager
def _temporary(place: Path | None = None) -> Iterator[Path]:
    """A folder that others may enter: PostgreSQL, which will not be root, has to pass."""
    prefix = "classroom-test-"
    with tempfile.TemporaryDirectory(prefix=prefix, dir=place, ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)


def _memory() -> Path | None:
    """Linux's shared memory, unless it is as small as a container's often is."""
    place = Path("/dev/shm")  # noqa: S108 - the folders in it are made by tempfile
    is_large = place.is_dir() and shutil.disk_usage(place).free >= MEMORY_WANTED
    return place if is_large else None


def _interrupt(_number: int, _frame: object) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    raise Interrupted


def _adopt_orphans() -> None:
    """Have the kernel give us, not init, whatever lost its parent. Only Linux can."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _running() -> list[psutil.Process]:
    """All that descends from this process and has not ended; the ended are taken off the list."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass
    found = []
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def _command_of(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())[:120] or process.name()
    except psutil.Error:
        return "it ended just now"

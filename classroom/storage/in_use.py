"""Whether a server runs on an instance: each holds a lock on a file while it lives.

The kernel takes the lock away with the process, however it ends, so nothing can be left behind.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_NAME = "server.lock"


class InUse(Exception):
    """Somebody else holds the instance."""


def hold(folder: Path) -> IO[bytes]:
    """Share the instance with other servers until the file is closed; InUse during a restore."""
    return _locked(folder, fcntl.LOCK_SH)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Have the instance for oneself; InUse while a server runs on it."""
    with _locked(folder, fcntl.LOCK_EX):
        yield


def _locked(folder: Path, kind: int) -> IO[bytes]:
    file = (folder / _NAME).open("ab")
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise InUse from None
    return file

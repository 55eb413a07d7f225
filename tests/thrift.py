"""What applications within a test need not do each anew: work that no test there is about.

A real server process does all of it as it is shipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from argon2 import PasswordHasher
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine
from sqlalchemy.engine import Dialect

from classroom.actions import passwords
from classroom.storage import database


@contextmanager
def light_hashes() -> Iterator[None]:
    """Passwords hash in a millisecond: the work of 200 ms is argon2's, and not ours to test."""
    with pytest.MonkeyPatch.context() as patch:
        light = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(passwords, "_hasher", light)
        yield


@contextmanager
def no_wait_for_the_disk() -> Iterator[None]:
    """A commit on SQLite is not flushed: no power cut is tried within a test's own process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "SQLITE_SYNCHRONOUS", "OFF")
        yield


@contextmanager
def statements_compiled_once() -> Iterator[None]:
    """SQL is compiled once for all engines of a kind, not once for each.

    A compiled statement depends on nothing but its dialect; SQLAlchemy keeps it under the very
    object, and so that has to be shared as well. It knows its server once it has been connected.
    """
    dialects: dict[type[Dialect], Dialect] = {}
    compiled: dict[Any, Any] = {}

    def engine_created(cls: type[Dialect], engine: Engine) -> None:
        known = dialects.get(cls)
        if known is not None and known.server_version_info:
            engine.dialect = known
        else:
            dialects[cls] = engine.dialect
        engine.update_execution_options(compiled_cache=compiled)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Dialect, "engine_created", classmethod(engine_created))
        yield


class CompiledTemplates(FileSystemBytecodeCache):
    """Compiled templates of a folder, each read from there once."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._read: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._read.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code
            return
        super().load_bytecode(bucket)
        if bucket.code is not None:
            self._read[bucket.key] = bucket.checksum, bucket.code

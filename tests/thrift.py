"""What applications within a test need not do each anew: work that no test there is about.

A real server process does all of it as it is shipped.
"""

from __future__ import annotations

import gc
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
from werkzeug.routing import Rule

from classroom.actions import passwords
from classroom.storage import database


@contextmanager
def thrifty() -> Iterator[None]:
    """Everything here that holds for a whole run."""
    gc.collect()
    gc.freeze()  # what is imported stays: no full collection need look at it again
    with (
        light_hashes(),
        no_wait_for_the_disk(),
        statements_compiled_once(),
        addresses_compiled_once(),
    ):
        yield


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


@contextmanager
def addresses_compiled_once() -> Iterator[None]:
    """What builds an address is compiled once for all applications: it took most of `create_app`.

    The builder of a rule without defaults depends on nothing but the parts of its address.
    """
    builders: dict[Any, Any] = {}
    compile_builder: Any = Rule._compile_builder  # type: ignore[attr-defined]

    def kept(rule: Any, append_unknown: bool = True) -> Any:
        if rule.defaults:
            return compile_builder(rule, append_unknown)
        key = (*rule._trace, append_unknown)
        if key not in builders:
            builders[key] = compile_builder(rule, append_unknown)
        return builders[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", kept)
        yield


@contextmanager
def connections_kept() -> Iterator[None]:
    """An application that is made here keeps its reading connections to PostgreSQL, as those do
    that serve: connecting takes longer than most of what is asked."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("classroom.app.engine_options", _of_a_server)
        yield


def _of_a_server(url: str, *, serves: bool) -> dict[str, Any]:
    return database.engine_options(url, serves=True)


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

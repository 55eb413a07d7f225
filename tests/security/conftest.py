"""The world of `cast`, made once a module."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask

from classroom.actions import passwords
from classroom.app import create_app
from classroom.config import Settings
from classroom.live.limits import Allowances
from classroom.storage.database import db
from tests.security.cast import World, hurry


@pytest.fixture(scope="module", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """Hashes that take no time: here it matters who may sign in, not how long a thief needs."""
    with pytest.MonkeyPatch.context() as patch:
        cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(passwords, "_hasher", cheap)
        passwords._of_nobody.cache_clear()
        yield
    passwords._of_nobody.cache_clear()


@pytest.fixture
def app(app: Flask) -> Flask:
    """The application of a test, in a hurry before anybody is in it."""
    hurry(app)
    return app


@pytest.fixture(scope="module")
def made(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("world") / "instance"
    shutil.copytree(prepared, folder)
    app = create_app(Settings(instance=str(folder), testing=True))
    hurry(app)
    world = World(app)
    yield world
    world.close()
    with app.app_context():
        db.engine.dispose()
    app.extensions["classroom.writer"].close()


@pytest.fixture
def world(made: World) -> Iterator[World]:
    """The world as it was in the beginning; nobody pays for what another test has sent."""
    made.app.extensions["classroom.allowances"] = Allowances()
    yield made
    made.put_back()

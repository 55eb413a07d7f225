"""Instance folders that many tests begin from: made once in a run, copied for each that writes."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from classroom.actions.loading_banks import load
from classroom.app import create_app
from classroom.config import Settings
from classroom.storage.database import db
from classroom.storage.migrations import bring_up_to_date
from classroom.web.templates import compile_templates

TEMPLATES = "templates"
"""Where a server keeps its compiled templates, in its instance folder."""


def make_instance(folder: Path) -> None:
    """An instance as a first start leaves it: a filled database and the compiled templates."""
    app = fill_database(Settings(str(folder), testing=True))
    compile_templates(app, folder / TEMPLATES)


def fill_database(settings: Settings) -> Flask:
    """Migrate the database and load the shipped banks into it."""
    app = create_app(settings)
    bring_up_to_date(app)
    with app.app_context():
        load()
        db.session.remove()
        db.engine.dispose()
    app.extensions["classroom.writer"].close()
    return app


def made_once(
    factory: pytest.TempPathFactory, config: pytest.Config, name: str, make: Callable[[Path], None]
) -> Path:
    """A folder that is made by the first process of this run to ask for it; nobody changes it."""
    run = factory.getbasetemp()
    if hasattr(config, "workerinput"):
        run = run.parent  # several workers, each with a folder of its own in the run's
    folder = run / name
    with (run / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            shutil.rmtree(unfinished := run / f"{name}.unfinished", ignore_errors=True)
            make(unfinished)
            unfinished.rename(folder)
    return folder

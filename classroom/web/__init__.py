"""Pages and forms over HTTP."""

from __future__ import annotations

from flask import Flask

from classroom.web import (
    access_log,
    accounts,
    assets,
    codes,
    console,
    coverage,
    errors,
    groups,
    guard,
    health,
    home,
    language,
    lessons,
    people,
    projector,
    ready_check,
    reports,
    student,
)


def init_app(app: Flask) -> None:
    """Register every blueprint and what stands before and after each request."""
    access_log.init_access_log(app)
    language.init_language(app)
    guard.init_guard(app)
    codes.init_codes(app)
    errors.init_errors(app)
    assets.init_assets(app)
    accounts.init_accounts(app)
    for module in (
        accounts,
        health,
        home,
        groups,
        lessons,
        coverage,
        console,
        people,
        ready_check,
        projector,
        reports,
        student,
    ):
        app.register_blueprint(module.blueprint)

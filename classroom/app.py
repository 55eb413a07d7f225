"""create_app: all the wiring, on one screen."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial

import gevent
from flask import Flask
from sqlalchemy import select
from werkzeug.middleware.proxy_fix import ProxyFix

from classroom import live, web
from classroom.config import Settings, from_environment, prepare_instance, resources
from classroom.domain.presence import Register
from classroom.observing.readiness import PATIENCE_S, Check, Readiness
from classroom.screens.drawn import PhoneBlocks
from classroom.storage.database import db, engine_options, prepare
from classroom.storage.migrations import is_at_head, migrate
from classroom.storage.probing import reach_disk
from classroom.storage.writer import DirectWriter, GroupWriter, write


def create_app(settings: Settings | None = None) -> Flask:
    """The application with these settings, or with those of the environment."""
    settings = settings or from_environment()
    app = Flask(
        __name__,
        instance_path=str(settings.instance_path),
        template_folder=str(resources("templates")),
        static_folder=None,
    )
    app.config.update(
        SECRET_KEY=prepare_instance(settings),
        SQLALCHEMY_DATABASE_URI=settings.url_of_database(),
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(
            settings.url_of_database(), serves=settings.asynchronous
        ),
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=256 * 1024,
        SESSION_COOKIE_NAME="classroom",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure,
        WTF_CSRF_TIME_LIMIT=None,  # a token must outlive the longest lesson
        WTF_CSRF_SSL_STRICT=settings.secure,
        TESTING=settings.testing,
    )

    app.extensions["classroom.settings"] = settings
    app.extensions["classroom.register"] = Register(settings.limits.worker_lasts_s)
    app.extensions["classroom.phone_blocks"] = PhoneBlocks()
    db.init_app(app)
    with app.app_context():
        prepare(db.engine, read_only=True)
    migrate.init_app(app, db)
    writer = GroupWriter if settings.asynchronous else DirectWriter
    app.extensions["classroom.writer"] = writer(settings.url_of_database())

    app.extensions["classroom.readiness"] = readiness(settings)

    web.init_app(app)
    live.init_app(app)
    if settings.proxy_hops:
        # Outermost: sockets too must see who really asks, and under which address.
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def readiness(settings: Settings) -> Readiness:
    """What a lesson needs; a check is asked in the application's context."""
    checks = [
        Check("database", lambda: db.session.execute(select(1)).scalar() == 1),
        Check("migrations", is_at_head),
        Check("writer", lambda: write(reach_disk, alone=False)),
    ]
    limit = partial(gevent.Timeout, PATIENCE_S, False) if settings.asynchronous else nullcontext
    return Readiness(checks, limit)

"""Running the server: what must be true before it starts, and what it says when it has."""

from __future__ import annotations

import logging
import os
import resource
import signal
import socket
from collections.abc import Callable
from dataclasses import replace
from typing import IO, Any

import click
import gevent
import segno
from flask import Flask
from sqlalchemy.exc import DBAPIError

from classroom import garbage, live
from classroom.actions import accounts, deleting, voting
from classroom.actions.loading_banks import load
from classroom.app import create_app
from classroom.backups.restoring import finish_interrupted
from classroom.config import Settings
from classroom.domain.errors import ClassroomError
from classroom.domain.presence import Register
from classroom.http_server import Server
from classroom.listening import CannotServe
from classroom.observing import logs
from classroom.screens.addresses import base_of
from classroom.storage import in_use
from classroom.storage.database import DATABASE_AWAY
from classroom.storage.migrations import bring_up_to_date
from classroom.web.templates import compile_templates

log = logging.getLogger("classroom")

FILES_WANTED = 65_536
DAY_S = 86_400
SAVED = "Stopped. Everything is saved; the same command goes on where you were."


def prepare(settings: Settings) -> Flask:
    """The application with its database made, migrated and filled with the shipped banks.

    CannotServe when it could not write anything down, or when the database cannot be used.
    """
    logs.set_up(settings.log)
    _log_background_faults()
    folder = settings.instance_path
    if not settings.database_url and folder.exists() and not os.access(folder, os.W_OK):
        raise CannotServe(
            f"The folder {folder} cannot be written to. Check who owns it, and whether its disk is "
            "read-only."
        )
    app = create_app(replace(settings, asynchronous=True))
    app.extensions["classroom.lock"] = _hold(settings)
    try:
        bring_up_to_date(app)
        finish_interrupted(app, settings)
    except DBAPIError as error:
        raise CannotServe(
            f"The database cannot be used ({error.orig}). Start it, or correct DATABASE_URL."
        ) from None
    with app.app_context():
        load()
        voting.seal_overdue()
        deleting.forget_old_students()
    compile_templates(app, folder / "templates")
    live.start(app)
    return app


def _hold(settings: Settings) -> IO[bytes]:
    """The instance, for as long as this process lives; CannotServe while a backup is restored."""
    try:
        return in_use.hold(settings.instance_path)
    except in_use.InUse:
        raise CannotServe(
            "A backup is being restored here. Wait until that is done, then start again."
        ) from None
    except OSError as error:
        raise CannotServe(
            f"{error.filename} cannot be opened ({error.strerror}). Give the files of the instance "
            "folder to the account that runs the server."
        ) from None


def _log_background_faults() -> None:
    """Into the log, with the rest. gevent prints them itself, with the arguments of what failed:
    for a socket's handler that is what the student sent."""

    def log_fault(_context: object, *fault: Any) -> None:
        log.error("A fault in the background", exc_info=fault)

    gevent.get_hub().print_exception = log_fault


def serve(
    app: Flask,
    settings: Settings,
    listener: socket.socket,
    *,
    announce: Callable[[Flask, Settings], None] | None = None,
    farewell: str = SAVED,
) -> None:
    """Serve whoever comes to the listener until interrupted; announce it once it is true."""
    raise_file_limit()
    server = Server(listener, app, log=None, error_log=log, limits=settings.limits)
    # Not as an exception: that would strike whatever runs at that moment, the writer for one.
    for number in (signal.SIGINT, signal.SIGTERM):
        gevent.signal_handler(number, server.stop)
    gevent.spawn(_forget_daily, app)
    gevent.spawn(_seal_overdue, app, settings.limits.seals_every_s)
    register: Register = app.extensions["classroom.register"]
    garbage.hold_back()
    gevent.spawn(garbage.Collector(lambda: register.is_empty).run_forever, gevent.sleep)
    log.info("Listening on port %d", settings.port, extra={"port": settings.port})
    for_a_person = settings.log == "text"
    if announce or for_a_person:
        (announce or say_where_to_go)(app, settings)
    try:
        server.serve_forever()
        if for_a_person:
            click.echo(f"\n{farewell}")
    finally:
        live.stop(app)
        app.extensions["classroom.writer"].close()
        app.extensions["classroom.lock"].close()


def _forget_daily(app: Flask) -> None:
    """A server that runs for months keeps its promise about retention too."""
    while True:
        gevent.sleep(DAY_S)
        try:
            with app.app_context():
                deleting.forget_old_students()
        except Exception:
            log.exception("Old students could not be forgotten today; tomorrow again")


def _seal_overdue(app: Flask, every_s: float) -> None:
    """Ballots are sealed also when the worker that closed their vote has died since."""
    while True:
        gevent.sleep(every_s)
        try:
            with app.app_context():
                voting.seal_overdue()
        except (ClassroomError, *DATABASE_AWAY):
            log.info("Ballots could not be sealed now; soon again")
        except Exception:
            log.exception("Overdue ballots could not be sealed")


def say_where_to_go(app: Flask, settings: Settings) -> None:
    """Print where to go: this machine, the phones (with a QR code), and the first account."""
    here = address_here(settings)
    print_addresses(here, base_of(settings))
    with app.app_context():
        token = accounts.first_run_link()
    if token:
        click.echo("\nCreate the instructor's account (this link works once):")
        click.echo(f"\n  {here}/welcome/{token}\n")
    click.echo("Press Ctrl+C to stop.")


def address_here(settings: Settings) -> str:
    """The address for a browser on this machine."""
    return f"http://localhost:{settings.port}"


def print_addresses(here: str, phones: str) -> None:
    click.echo(f"\nAlliance Classroom is running.\n\n  On this machine   {here}")
    click.echo(f"  For phones        {phones}\n")
    segno.make(phones, error="m", micro=False).terminal(compact=True, border=2)


def raise_file_limit() -> None:
    """Each phone takes two open files; the usual limit of 1,024 would stop near 500 phones."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES_WANTED if hard == resource.RLIM_INFINITY else min(hard, FILES_WANTED)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))

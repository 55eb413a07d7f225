"""Looking into the database for what no announcement told.

An announcement can be lost: Redis was away, or the database itself went when a screen was to be
drawn. So each server looks after the sessions that have sockets here, with one small query: every
second while there is reason to, and every ten otherwise where there are other workers.
"""

from __future__ import annotations

import logging

import gevent
from flask import Flask

from classroom.config import Settings
from classroom.domain.presence import Register
from classroom.live.broadcasts import Broadcasts
from classroom.storage.database import DATABASE_AWAY
from classroom.storage.queries import sessions

log = logging.getLogger(__name__)

LOOKS_ANYWAY = 10
"""After so many looks that had no reason comes one all the same."""


class Watch:
    """Of one application. `has_others`: there may be other workers."""

    def __init__(self, app: Flask, broadcasts: Broadcasts, *, has_others: bool) -> None:
        self._app = app
        self._broadcasts = broadcasts
        self._register: Register = app.extensions["classroom.register"]
        self._has_others = has_others
        settings: Settings = app.extensions["classroom.settings"]
        self._looks_every_s = settings.limits.looks_every_s

    def start(self) -> None:
        gevent.spawn(self._look_forever)

    def _look_forever(self) -> None:
        looks = 0
        while True:
            gevent.sleep(self._looks_every_s)
            looks += 1
            is_deaf = self._broadcasts.is_deaf()
            is_due = self._has_others and looks % LOOKS_ANYWAY == 0
            try:
                with self._app.app_context():
                    self._broadcasts.show_missed()
                    if is_deaf or is_due:
                        self._look(counts_too=is_deaf)
            except DATABASE_AWAY:
                log.info("The database is away; the screens wait for it")
            except Exception:
                log.exception("Looking after the open sessions failed")

    def _look(self, *, counts_too: bool) -> None:
        versions = sessions.versions(self._register.sessions)
        for session_id, version in versions.items():
            if self._broadcasts.shown_version(session_id) != version:
                self._broadcasts.moved(session_id)
            elif counts_too:
                self._broadcasts.answered(session_id)

"""For machines that watch the server: does it live, is it ready, what has it counted.

None of it needs or makes a session, and none tells a stranger more than a word.
"""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, abort, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST

from classroom.domain.presence import Register
from classroom.observing import metrics
from classroom.observing.readiness import Readiness
from classroom.storage.writer import writer_of
from classroom.web.guard import settings

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process answers; nothing else is asked."""
    return _word("ok", 200)


@blueprint.get("/readyz")
def readyz() -> Response:
    """503 when a lesson could not go on here; which check failed stands in the log alone."""
    readiness: Readiness = current_app.extensions["classroom.readiness"]
    return _word("ready", 200) if readiness.failed() is None else _word("not ready", 503)


@blueprint.get("/metrics")
def read_metrics() -> Response:
    """Prometheus' text for whoever has the token; for everybody else there is nothing here."""
    token = settings().metrics_token
    given = request.headers.get("Authorization", "")
    if not token or not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        abort(404)
    register: Register = current_app.extensions["classroom.register"]
    content = metrics.exposition(register.by_screen(), writer_of(current_app).waiting)
    return _uncached(Response(content, content_type=CONTENT_TYPE_LATEST))


def _word(word: str, status: int) -> Response:
    return _uncached(Response(f"{word}\n", status, mimetype="text/plain"))


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response

"""One line and one count for each request: its route, never its address.

Room codes, private pages and links that work once are addresses; query strings and network
addresses tell of people. None of them is logged.
"""

from __future__ import annotations

import logging
import time

from flask import Flask, Response, g, request

from classroom.observing import metrics

log = logging.getLogger(__name__)

WATCHERS = ("health.healthz", "health.readyz", "health.read_metrics")
"""Asked every few seconds by machines: counted, and not logged."""


def init_access_log(app: Flask) -> None:
    """Register first: then it starts before, and ends after, whatever else a request passes."""
    app.before_request(_start)
    app.after_request(_note)


def _start() -> None:
    g.started = time.perf_counter()


def _note(response: Response) -> Response:
    endpoint, status = request.endpoint or "none", response.status_code
    metrics.request_answered(endpoint, status)
    if endpoint not in WATCHERS:
        route = request.url_rule.rule if request.url_rule else "none"
        took_ms = round((time.perf_counter() - g.started) * 1000, 1)
        facts = {"method": request.method, "route": route, "status": status, "ms": took_ms}
        log.info("%s %s %d", request.method, route, status, extra=facts)
    return response

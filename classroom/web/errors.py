"""What went wrong, as a sentence where the person is looking."""

from __future__ import annotations

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from classroom.domain.errors import Busy, ClassroomError, NotFound
from classroom.screens.wording import sentence
from classroom.storage.database import DATABASE_AWAY


def init_errors(app: Flask) -> None:
    app.register_error_handler(ClassroomError, _classroom_error)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _fault)
    for error in DATABASE_AWAY:
        app.register_error_handler(error, _database_away)


def _classroom_error(error: ClassroomError) -> Response:
    return _page(sentence(error), error.status)


def _forged(error: CSRFError) -> Response:
    return _page(_("This page was open too long to be trusted. Reload it and try again."), 400)


def _http_error(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    status = error.code or 500
    texts = {
        400: _("The server could not read that. Go back, reload the page and try again."),
        403: _("You cannot do that here."),
        404: sentence(NotFound()),
        405: _("That address cannot be used this way. Go back and use the buttons."),
        413: _("That is too large to send. Make it shorter and try again."),
        429: _("Too many tries at once. Wait a moment and try again."),
    }
    response = _page(texts.get(status, _("The server had a fault. Please try again.")), status)
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after", "location"):
            response.headers[name] = value
    return response


def _fault(error: Exception) -> Response:
    if current_app.testing:
        raise error
    current_app.logger.error("A fault at %s", request.endpoint, exc_info=error)
    return _page(_("The server had a fault. Nothing you sent before is lost. Try again."), 500)


def _database_away(error: Exception) -> Response:
    if current_app.testing:
        raise error
    cause = getattr(error, "orig", None) or error
    current_app.logger.error("The database was away at %s: %s", request.endpoint, cause)
    g.database_is_away = True  # the page must not ask it who is signed in
    return _page(sentence(Busy()), Busy.status)


def _page(text: str, status: int) -> Response:
    """A whole page, or for htmx the sentence alone, to be shown beside what was pressed."""
    if request.headers.get("HX-Request"):
        return make_response(render_template("errors/_notice.html", text=text), status)
    return make_response(render_template("errors/error.html", text=text, status=status), status)

"""The language of the interface. Content stays in the language of its bank."""

from __future__ import annotations

from flask import Flask, has_request_context, request
from flask_babel import Babel, get_locale

LANGUAGES = ("en",)


def init_language(app: Flask) -> None:
    app.config.setdefault("BABEL_DEFAULT_LOCALE", LANGUAGES[0])
    Babel(app, locale_selector=lambda: _preferred(app))
    app.add_template_global(lambda: str(get_locale() or LANGUAGES[0]), "language")


def _preferred(app: Flask) -> str:
    """What the browser asks for. A push has no browser: a session is held in one language."""
    default: str = app.config["BABEL_DEFAULT_LOCALE"]
    if not has_request_context():
        return default
    return request.accept_languages.best_match(LANGUAGES) or default

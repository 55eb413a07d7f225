"""The language of the interface. Content stays in the language of its bank."""

from __future__ import annotations

from flask import Flask, has_request_context, request
from flask_babel import Babel, get_locale

LANGUAGES = ("en",)
"""The first is what the texts in the source are written in."""
TRANSLATIONS = "translations"
"""The folder of catalogs, beside the package's modules."""


def init_language(app: Flask) -> None:
    languages = LANGUAGES
    Babel(
        app,
        default_locale=languages[0],
        default_translation_directories=TRANSLATIONS,
        locale_selector=lambda: _preferred(languages),
    )
    app.add_template_global(lambda: str(get_locale() or languages[0]), "language")


def _preferred(languages: tuple[str, ...]) -> str:
    """What the browser asks for. A push has no browser: a session is held in one language."""
    if not has_request_context():
        return languages[0]
    return request.accept_languages.best_match(languages) or languages[0]

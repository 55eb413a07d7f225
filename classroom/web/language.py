"""The language of the interface. Content stays in the language of its bank."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Flask, g, has_request_context, render_template, request
from flask_babel import Babel, get_locale, get_translations
from markupsafe import Markup

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
    # Flask-Babel looks its catalog up at every sentence; a page has a hundred, in one language.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: _catalog().ugettext(text),
        lambda one, many, number: _catalog().ungettext(one, many, number),
        newstyle=True,
    )
    app.add_template_global(_language, "language")
    app.add_template_global(lambda: _texts(_language()), "texts")


def _catalog() -> Any:
    if "catalog" not in g:
        g.catalog = get_translations()
    return g.catalog


def _language() -> str:
    return str(get_locale() or LANGUAGES[0])


@lru_cache
def _texts(language: str) -> Markup:
    """The sentences of the scripts, the same on every page in that language."""
    return Markup(render_template("macros/texts.html"))  # noqa: S704 - drawn, so escaped already


def _preferred(languages: tuple[str, ...]) -> str:
    """What the browser asks for. A push has no browser: a session is held in one language."""
    if not has_request_context():
        return languages[0]
    return request.accept_languages.best_match(languages) or languages[0]

"""What stands before and after every request: forgery protection and security headers."""

from __future__ import annotations

from flask import Flask, Response, current_app, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response as BaseResponse

from classroom.config import Settings

csrf = CSRFProtect()


def init_guard(app: Flask) -> None:
    csrf.init_app(app)
    app.after_request(_add_headers)


def settings() -> Settings:
    found: Settings = current_app.extensions["classroom.settings"]
    return found


def set_private_cookie(response: BaseResponse, name: str, value: str, *, days: int) -> None:
    """A cookie that scripts cannot read and other sites cannot send."""
    response.set_cookie(
        name,
        value,
        max_age=days * 86_400,
        httponly=True,
        samesite="Lax",
        secure=settings().secure,
    )


def _add_headers(response: Response) -> Response:
    # Older Safari does not count WebSockets of the own host as 'self', so they are named.
    host = request.host
    response.headers.setdefault(
        "Content-Security-Policy",
        f"default-src 'self'; connect-src 'self' ws://{host} wss://{host}; img-src 'self' data:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    )
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("X-Frame-Options", "DENY")
    if settings().secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint != "assets.send" and response.mimetype == "text/html":
        response.headers.setdefault("Cache-Control", "no-store")
    return response

"""Style sheets and scripts: a few bundles, joined in memory and named by a hash of their content.

A page links `asset("phone.js")`. The address changes with the content: browsers keep it for good.
Six of the nine requests of a phone that comes in are for these, so they are answered in front of
Flask.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, Response, abort, current_app, request, url_for

from classroom.config import resources

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HTMX = "vendor/htmx-4.0.1.min.js"
SOCKET_IO = "vendor/socket.io-4.8.4.min.js"

COMPONENTS = ("layout", "controls", "surfaces", "charts", "answers", "dialogs")
LOOK = (
    "css/layers.css",
    "css/tokens.css",
    "css/base.css",
    *(f"css/components/{part}.css" for part in COMPONENTS),
)
PROJECTOR = ("frame", "lobby", "voting", "reveal", "kinds")
PAGES = tuple(
    f"css/screens/{part}.css"
    for part in ("pages", "preparing", "coverage", "report", "report_kinds")
)
BASIS = (HTMX, "js/texts.js", "js/memory.js", "js/times.js", "js/submitting.js")
LIVE = (*BASIS, SOCKET_IO, "js/connection.js", "js/screen.js", "js/wakefulness.js")
PRESSING = ("js/keys.js", "js/lending.js", "js/toggles.js", "js/dialogs.js")
CONSOLE = ("js/copying.js", "js/notices.js", "js/pressing.js", "js/console.js")

ANSWERING = ("js/ordering.js", "js/answer_form.js", "js/answering.js")

BUNDLES = {
    "phone.css": (*LOOK, "css/screens/phone.css", "css/screens/phone_kinds.css"),
    "projector.css": (*LOOK, *(f"css/screens/projector/{part}.css" for part in PROJECTOR)),
    "console.css": (*LOOK, "css/screens/console.css"),
    "pages.css": (*LOOK, *PAGES),
    "theme.js": ("js/theme.js",),
    "phone.js": (*LIVE, *ANSWERING),
    "projector.js": (*LIVE, *PRESSING, "js/projector.js"),
    "console.js": (*LIVE, *PRESSING, *CONSOLE),
    "pages.js": (*BASIS, "js/dialogs.js", "js/copying.js", "js/notices.js", "js/clicker.js"),
    "alliance.svg": ("icons/alliance.svg",),
}
TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
FOREVER = "public, max-age=31536000, immutable"

assets = Blueprint("assets", __name__)


@dataclass(frozen=True)
class Bundle:
    """Files of one type, read once and joined in their order."""

    paths: tuple[Path, ...]

    @cached_property
    def content(self) -> bytes:
        return b"\n".join(path.read_bytes() for path in self.paths)

    @cached_property
    def compressed(self) -> bytes:
        return gzip.compress(self.content, mtime=0)

    @cached_property
    def hash(self) -> str:
        return hashlib.sha256(self.content).hexdigest()[:12]


Headers = list[tuple[str, str]]


class Shelf:
    """The bundles of an application; while `developing`, read anew each time."""

    def __init__(
        self, root: Path, bundles: dict[str, tuple[str, ...]], *, developing: bool = False
    ) -> None:
        self._root, self._bundles, self._developing = root, bundles, developing
        self._read: dict[str, Bundle] = {}

    def bundle(self, name: str) -> Bundle:
        """The bundle of that name; KeyError if there is none."""
        if name not in self._read or self._developing:
            self._read[name] = Bundle(tuple(self._root / file for file in self._bundles[name]))
        return self._read[name]

    def packed(self) -> dict[str, tuple[Headers, bytes]]:
        """Every bundle by its present address, as it is sent to browsers that take gzip."""
        sent = {}
        for name in self._bundles:
            stem, extension = name.rsplit(".", 1)
            bundle = self.bundle(name)
            headers = [
                ("Content-Type", f"{TYPES[extension]}; charset=utf-8"),
                ("Content-Encoding", "gzip"),
                ("Content-Length", str(len(bundle.compressed))),
                ("Vary", "Accept-Encoding"),
                ("Cache-Control", FOREVER),
                ("ETag", f'"{bundle.hash}-gzip"'),
                ("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'"),
                ("X-Content-Type-Options", "nosniff"),
            ]
            sent[f"/assets/{stem}.{bundle.hash}.{extension}"] = headers, bundle.compressed
        return sent


class InFront:
    """A WSGI application that sends bundles by itself and leaves all else to another."""

    def __init__(self, behind: WSGIApplication, shelf: Shelf) -> None:
        self._behind, self._shelf = behind, shelf

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path.startswith("/assets/") and self._is_ordinary(environ):
            found = self._packed.get(path)
            if found is not None:
                headers, body = found
                start_response("200 OK", headers)
                return [body]
        return self._behind(environ, start_response)

    @cached_property
    def _packed(self) -> dict[str, tuple[Headers, bytes]]:
        return self._shelf.packed()

    def _is_ordinary(self, environ: WSGIEnvironment) -> bool:
        """As browsers ask the first time; what else there is, Flask understands better."""
        accepts = environ.get("HTTP_ACCEPT_ENCODING", "")
        return (
            environ["REQUEST_METHOD"] == "GET"
            and "gzip" in accepts
            and ";" not in accepts
            and "HTTP_IF_NONE_MATCH" not in environ
            and "HTTP_RANGE" not in environ
        )


def init_assets(app: Flask) -> None:
    shelf = Shelf(resources("static"), BUNDLES, developing=app.debug)
    app.extensions["classroom.assets"] = shelf
    app.register_blueprint(assets)
    app.add_template_global(asset)
    if not app.debug:
        app.wsgi_app = InFront(app.wsgi_app, shelf)  # type: ignore[method-assign]


def asset(name: str) -> str:
    """The address of a bundle such as `phone.js`."""
    bundle, extension = name.rsplit(".", 1)
    hash_ = _shelf().bundle(name).hash
    return url_for("assets.send", bundle=bundle, hash_=hash_, extension=extension)


def content_of(name: str) -> str:
    """The text of a bundle, for a page that must stand alone as one file."""
    return _shelf().bundle(name).content.decode()


@assets.get("/assets/<bundle>.<hash_>.<extension>")
def send(bundle: str, hash_: str, extension: str) -> Response:
    try:
        found = _shelf().bundle(f"{bundle}.{extension}")
    except KeyError:
        abort(404)
    packed = request.accept_encodings["gzip"] > 0
    response = Response(found.compressed if packed else found.content, mimetype=TYPES[extension])
    response.vary.add("Accept-Encoding")
    if packed:
        response.content_encoding = "gzip"
    # A page from before an update still asks by the old hash: it gets what there is, unkept.
    response.headers["Cache-Control"] = FOREVER if hash_ == found.hash else "no-cache"
    response.set_etag(f"{found.hash}-gzip" if packed else found.hash)
    return response.make_conditional(request)  # type: ignore[return-value]


def _shelf() -> Shelf:
    shelf: Shelf = current_app.extensions["classroom.assets"]
    return shelf

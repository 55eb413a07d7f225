"""Where phones reach this server: as people type it, as a link, as a QR code.

The server's own network address is used, not the one in the instructor's browser, which often is
`localhost`. With `PUBLIC_URL` set, that is the address.
"""

from __future__ import annotations

import socket
from functools import lru_cache

import segno
from flask import current_app
from markupsafe import Markup

from classroom.config import Settings


def base() -> str:
    """The address without a final slash, such as `http://192.168.1.20:8000`."""
    settings: Settings = current_app.extensions["classroom.settings"]
    return base_of(settings)


def base_of(settings: Settings) -> str:
    if settings.public_url:
        return settings.public_url.rstrip("/")
    port = "" if settings.port == 80 else f":{settings.port}"
    return f"http://{network_address()}{port}"


def typed() -> str:
    """The address as people type it: without the scheme."""
    return base().split("://", 1)[1]


def of_room(code: str) -> str:
    return f"{base()}/{code}"


@lru_cache(maxsize=256)
def qr(url: str) -> Markup:
    """A QR code as inline SVG. Its markup is made of numbers alone, so it is safe as it is."""
    code = segno.make(url, error="m", micro=False)
    return Markup(code.svg_inline(border=2, svgclass="qr", lineclass=None, omitsize=True))  # noqa: S704


def network_address() -> str:
    """This machine's address on the network that leads outward; 127.0.0.1 when there is none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a datagram socket sends nothing when it connects
            address: str = probe.getsockname()[0]
        except OSError:
            return "127.0.0.1"
    return address

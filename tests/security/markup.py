"""What a page would run, load or lead to, read from its markup."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urlsplit

LOADING = {
    **dict.fromkeys(
        ("src", "srcset", "poster", "data", "background", "action", "formaction"), None
    ),
    "href": {"link", "use", "image", "base"},
    "xlink:href": {"use", "image"},
    "hx-get": None,
    "hx-post": None,
}
"""Attributes whose address a page fetches or posts to; with None on every tag, else on these."""


class Page(HTMLParser):
    """`inline` is what a strict policy forbids; `loads` are the addresses that a page asks for."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.loads: list[str] = []
        self.links: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        if tag == "style":
            self.inline.append("<style>")
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.inline.append("<script>")
        for name, value in given.items():
            if name == "style" or name.startswith(("on", "hx-on")):
                self.inline.append(f"{tag} {name}={value}")
            leads = name in LOADING or name == "href"
            if leads and value.strip().lower().startswith(("javascript:", "vbscript:", "data:")):
                self.inline.append(f"{tag} {name}={value}")
            if name in LOADING and (LOADING[name] is None or tag in (LOADING[name] or ())):
                self.loads.append(value)
            elif name == "href":
                self.links.append(value)

    handle_startendtag = handle_starttag

    @property
    def loads_elsewhere(self) -> list[str]:
        """Addresses that another server would be asked for."""
        return [address for address in self.loads if urlsplit(address).netloc]

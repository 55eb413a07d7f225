"""Bundles of style sheets and scripts, as a browser fetches them."""

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask, render_template_string

from classroom.config import resources
from classroom.web import assets as module
from classroom.web.assets import BUNDLES, FOREVER, Shelf, asset, init_assets


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "a.js").write_text("const a = 1;\n")
    (tmp_path / "b.js").write_text("const b = '" + "long " * 200 + "';\n")
    (tmp_path / "c.css").write_text("p { margin: 0 }\n")
    return tmp_path


@pytest.fixture
def app(root: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(module, "resources", lambda _name: root)
    monkeypatch.setattr(module, "BUNDLES", {"x.js": ("a.js", "b.js"), "x.css": ("c.css",)})
    app = Flask(__name__)
    init_assets(app)
    return app


def address(app: Flask, name: str) -> str:
    with app.test_request_context():
        return asset(name)


def test_a_bundle_is_its_files_in_their_order(app: Flask, root: Path) -> None:
    response = app.test_client().get(address(app, "x.js"))
    assert response.data == (root / "a.js").read_bytes() + b"\n" + (root / "b.js").read_bytes()
    assert response.content_type == "text/javascript; charset=utf-8"
    assert "Content-Encoding" not in response.headers


def test_a_bundle_is_sent_packed_to_those_who_accept_it(app: Flask) -> None:
    client = app.test_client()
    plain = client.get(address(app, "x.js"))
    packed = client.get(address(app, "x.js"), headers={"Accept-Encoding": "br, gzip;q=0.5"})
    refused = client.get(address(app, "x.js"), headers={"Accept-Encoding": "gzip;q=0"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data == refused.data
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
    assert plain.headers["ETag"] != packed.headers["ETag"]


def test_a_browser_keeps_it_for_good_and_need_not_fetch_it_twice(app: Flask) -> None:
    client = app.test_client()
    first = client.get(address(app, "x.css"))
    assert first.headers["Cache-Control"] == FOREVER
    again = client.get(address(app, "x.css"), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_an_old_address_serves_what_there_is_and_is_not_kept(app: Flask) -> None:
    response = app.test_client().get("/assets/x.0123456789ab.css")
    assert response.data == b"p { margin: 0 }\n"
    assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["/assets/y.000000000000.js", "/assets/x.000000000000.py", "/assets/x.js"]
)
def test_an_unknown_bundle_is_not_found(app: Flask, path: str) -> None:
    assert app.test_client().get(path).status_code == 404


def test_the_address_changes_with_the_content(root: Path) -> None:
    before = Shelf(root, {"x.css": ("c.css",)}).bundle("x.css").hash
    (root / "c.css").write_text("p { margin: 1px }\n")
    assert Shelf(root, {"x.css": ("c.css",)}).bundle("x.css").hash != before


def test_a_changed_file_is_seen_at_once_only_while_developing(root: Path) -> None:
    shelves = [Shelf(root, {"x.css": ("c.css",)}, developing=choice) for choice in (True, False)]
    before = [shelf.bundle("x.css").hash for shelf in shelves]
    (root / "c.css").write_text("p { margin: 2px }\n")
    after = [shelf.bundle("x.css").hash for shelf in shelves]
    assert after[0] != before[0]
    assert after[1] == before[1]


def test_templates_have_the_name(app: Flask) -> None:
    with app.test_request_context():
        assert render_template_string("{{ asset('x.js') }}") == address(app, "x.js")


@pytest.mark.parametrize("name", BUNDLES)
def test_every_file_of_every_bundle_is_there(name: str) -> None:
    for file in BUNDLES[name]:
        assert (resources("static") / file).is_file(), file


def test_what_a_phone_loads_stays_light() -> None:
    shelf = Shelf(resources("static"), BUNDLES)
    weight = sum(len(shelf.bundle(name).compressed) for name in ("phone.css", "phone.js"))
    assert weight < 60_000


def test_every_sentence_of_the_scripts_can_be_translated() -> None:
    scripts = (resources("static") / "js").glob("*.js")
    said = {
        sentence
        for script in scripts
        for sentence in re.findall(r'\btext\(\s*"([^"]+)"', script.read_text())
    }
    template = (resources("templates") / "macros" / "texts.html").read_text()
    assert said == set(re.findall(r'^  "([^"]+)": _\("\1"\),$', template, re.MULTILINE))


def test_what_is_sent_in_front_of_flask_is_what_flask_would_send(app: Flask) -> None:
    packed = {"Accept-Encoding": "gzip, deflate, br"}
    for name in ("x.js", "x.css"):
        with app.app_context():
            in_front = app.test_client().get(address(app, name), headers=packed)
            by_flask = app.test_client().get(
                address(app, name), headers={"Accept-Encoding": "gzip;q=1"}
            )
        assert "X-Content-Type-Options" in in_front.headers
        assert "X-Content-Type-Options" not in by_flask.headers  # the guard's part, absent here
        assert in_front.data == by_flask.data
        for header in ("Content-Type", "Content-Encoding", "Cache-Control", "ETag", "Vary"):
            assert in_front.headers[header] == by_flask.headers[header]

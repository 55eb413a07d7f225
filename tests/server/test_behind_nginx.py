"""A lesson through the shipped nginx example: HTTPS outside, one process inside."""

from __future__ import annotations

import re
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
import websocket
from urllib3.exceptions import InsecureRequestWarning

from tests.nginx import nginx
from tests.ports import held_port
from tests.server_process import ServerProcess, Visitor

NAME = "quiz.example.edu"

pytestmark = [
    pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not on this machine"),
    pytest.mark.filterwarnings(
        f"ignore::{InsecureRequestWarning.__module__}.InsecureRequestWarning"
    ),
]


@dataclass
class Hosted:
    server: ServerProcess
    port: int
    log: Path

    def browser(self) -> Visitor:
        return TlsVisitor(f"https://127.0.0.1:{self.port}")


class TlsVisitor(Visitor):
    """A browser that knows the proxy by its name and trusts the certificate of this test."""

    def _send(self, method: str, path: str, **given: object) -> requests.Response:
        headers = {"Host": NAME, "Referer": f"https://{NAME}/", **given.pop("headers", {})}  # type: ignore[dict-item]
        return super()._send(method, path, headers=headers, verify=False, **given)


@pytest.fixture(scope="module")
def hosted(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosted]:
    folder = tmp_path_factory.mktemp("hosted")
    shutil.copytree(prepared, folder / "instance")
    environment = {"PUBLIC_URL": f"https://{NAME}", "CLASSROOM_PROXY_HOPS": "1"}
    server = ServerProcess(folder / "instance", environment=environment)
    port, plain_port = held_port(), held_port()
    certificate, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={NAME}".split()
        + f"-keyout {key} -out {certificate}".split(),
        check=True,
        capture_output=True,
    )
    changes = {
        "server 127.0.0.1:8000;": f"server 127.0.0.1:{server.port};",
        "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        "listen 80;": f"listen 127.0.0.1:{plain_port};",
        f"/etc/ssl/certs/{NAME}.pem": str(certificate),
        f"/etc/ssl/private/{NAME}.key": str(key),
    }
    with server, nginx("nginx.conf", changes, folder, port):
        yield Hosted(server, port, folder / "access.log")


def test_a_student_joins_and_answers_through_the_proxy(hosted: Hosted) -> None:
    teacher = hosted.browser()
    done = teacher.post(
        hosted.server.welcome_path, {"username": "alice", "new_password": "a long enough password"}
    )
    assert done.status_code == 303, done.text
    assert "Secure" in done.headers["Set-Cookie"]
    assert "max-age" in done.headers["Strict-Transport-Security"]
    lesson = re.findall(r'name="lesson" value="(\w+)"', teacher.get("/home").text)[0]
    console = teacher.post("/sessions", {"lesson": lesson}).headers["Location"]
    ready_check = teacher.get(console.replace("/console", "/ready-check")).text
    assert f">{NAME}</b>" in ready_check
    code = "".join(re.findall(r">([A-Z2-9]{3})&nbsp;([A-Z2-9]{3})<", ready_check)[0])

    phone = hosted.browser()
    seat = phone.join(code, "Robin")
    session = re.findall(r'data-session="(\w+)"', seat)[0]
    for version, move in enumerate(("ask", "open"), start=1):
        pressed = teacher.post(
            console.replace("/console", "/moves"), {"move": move, "version": version}
        )
        assert pressed.status_code in (204, 302), pressed.text

    screen = first_screen(hosted, phone, session, origin=f"https://{NAME}")
    assert '"phase":"open"' in screen
    vote = re.findall(r'"vote":(\d+)', screen)[-1]
    answered = phone.post(f"/{code}/answers", {"vote": vote, "choice": "A"})
    assert answered.status_code == 302, answered.text


def test_a_page_of_another_site_gets_no_socket(hosted: Hosted) -> None:
    with pytest.raises(websocket.WebSocketBadStatusException):
        open_socket(hosted, hosted.browser(), origin="https://evil.example")


def test_a_private_page_is_not_in_the_log(hosted: Hosted) -> None:
    visitor = hosted.browser()
    assert visitor.get("/mine/a-secret-of-a-student").status_code == 404
    assert visitor.get("/privacy").status_code == 200
    logged = hosted.log.read_text()
    assert "/privacy" in logged
    assert "a-secret-of-a-student" not in logged


def test_what_machines_ask_the_process_is_not_for_the_world(hosted: Hosted) -> None:
    visitor = hosted.browser()
    assert visitor.get("/healthz").text == "ok\n"
    for path in ("/readyz", "/metrics"):
        assert visitor.get(path).status_code == 404
    assert hosted.server.visitor().get("/readyz").text == "ready\n"


def first_screen(hosted: Hosted, phone: Visitor, session: str, origin: str) -> str:
    """What the socket is sent up to and including its first screen."""
    socket = open_socket(hosted, phone, origin=origin)
    heard = str(socket.recv())
    socket.send(f'40{{"screen":"phone","session":"{session}"}}')
    while '"screen"' not in heard:
        heard += str(socket.recv())
    socket.close()
    return heard


def open_socket(hosted: Hosted, browser: Visitor, *, origin: str) -> websocket.WebSocket:
    return websocket.create_connection(
        f"wss://127.0.0.1:{hosted.port}/socket.io/?EIO=4&transport=websocket",
        timeout=10,
        cookie=browser.cookie_header,
        origin=origin,
        host=NAME,
        sslopt={"cert_reqs": ssl.CERT_NONE, "check_hostname": False},
    )

"""A real server process under fire: huge, endless, half and broken input; and what it prints."""

from __future__ import annotations

import re
import resource
import shutil
import socket
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import websocket

from tests.security.wire import Screen, frame_head, http, open_wire, screen_of, status_of
from tests.server_process import ServerProcess, Visitor

MB = 1024 * 1024
FLOOD = 50 * MB
MOST_KB = 5 * 1024
MOST_KB_OF_A_BODY = 10 * 1024
"""A form may have two megabytes, which are held more than once while they are read."""
_WISH = b'421["longer",{"vote":1}]'
FLOOD_FRAME = frame_head(len(_WISH)) + _WISH


@dataclass
class Class:
    """A running server with an open question, a phone that is connected and one that is not."""

    server: ServerProcess
    teacher: Visitor
    student: Visitor
    code: str
    session: str
    vote: int
    version: int = 3
    seq: int = 0

    def phone(self) -> Screen:
        return screen_of(self.server, self.student, "phone", self.session)

    def still_answers(self, phone: Screen) -> bool:
        self.seq += 1
        sent = {"vote": self.vote, "choice": ["A"], "seq": self.seq}
        while (told := phone.send("answer", sent)).get("code") == "too-fast":
            time.sleep(0.2)  # these tests are busier than any thumb
        return told["saved"] is True

    def press(self, move: str) -> None:
        form = {"move": move, "version": self.version}
        done = self.teacher.post(f"/sessions/{self.session}/moves", form)
        assert done.status_code == 302, done.text
        self.version += 1


@pytest.fixture(scope="module")
def lesson(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Class]:
    """One server for this module: it must stand all of it."""
    folder = tmp_path_factory.mktemp("server") / "instance"
    shutil.copytree(prepared, folder)
    with ServerProcess(folder) as server:
        teacher = server.first_instructor()
        sample = re.findall(r"/lessons/(\w{12})", teacher.get("/lessons").text)[0]
        done = teacher.post("/sessions", {"lesson": sample})
        session = done.headers["Location"].split("/")[2]
        page = teacher.get(f"/sessions/{session}/console").text
        version = int(re.findall(r'name="version" value="(\d+)"', page)[0])
        found = Class(server, teacher, server.visitor(), _code(page), session, 0, version)
        found.press("ask")
        found.press("open")
        phone = found.student.join(found.code, "Sparrow Sentinel")
        found.vote = int(re.findall(r'data-vote="(\d+)"', phone)[0])
        yield found
        assert server.is_running


def _code(page: str) -> str:
    return re.findall(r"\b([A-HJ-NP-Z2-9]{3} [A-HJ-NP-Z2-9]{3})\b", page)[0].replace(" ", "")


@pytest.fixture
def bystander(lesson: Class) -> Iterator[Screen]:
    """Another tab of the student, which must not notice anything."""
    phone = lesson.phone()
    yield phone
    assert lesson.still_answers(phone)
    phone.close()


@contextmanager
def at_most(kb: int, server: ServerProcess) -> Iterator[None]:
    """What happens in here adds less than that to the server's memory, at its highest."""
    status = Path(f"/proc/{server.pid}/status")
    if not status.exists():
        pytest.skip("memory is measured through /proc")
    Path(f"/proc/{server.pid}/clear_refs").write_text("5")  # the peak begins at now
    before_kb = _peak_kb(status)
    yield
    assert _peak_kb(status) - before_kb < kb


@pytest.fixture
def lean(lesson: Class, bystander: Screen) -> Iterator[None]:
    """What happens in the test adds less than five megabytes."""
    assert lesson.still_answers(bystander)
    with at_most(MOST_KB, lesson.server):
        yield


def _peak_kb(status: Path) -> int:
    return int(re.findall(r"VmHWM:\s+(\d+)", status.read_text())[0])


@pytest.mark.usefixtures("lean")
def test_a_frame_of_50_mb_is_cut_off(lesson: Class) -> None:
    phone = lesson.phone()
    phone.raw(frame_head(FLOOD))
    sent = 0
    while sent < FLOOD and phone.raw(b"x" * 65_536):
        sent += 65_536
    _assert_hung_up(phone)


@pytest.mark.usefixtures("lean")
def test_a_message_in_endless_pieces_is_cut_off(lesson: Class) -> None:
    phone = lesson.phone()
    piece, sent = b"x" * 8_192, 0
    phone.raw(frame_head(len(piece), final=False) + piece)
    while sent < FLOOD and phone.raw(frame_head(len(piece), opcode=0, final=False) + piece):
        sent += len(piece)
    _assert_hung_up(phone)


@pytest.mark.usefixtures("lean")
def test_50_mb_packed_into_a_small_frame_are_cut_off(lesson: Class) -> None:
    offer = ["Sec-WebSocket-Extensions: permessage-deflate"]
    wire = open_wire(lesson.server, lesson.student.cookie_header, header=offer)
    packer = zlib.compressobj(9, wbits=-15)
    packed = packer.compress(b"x" * FLOOD) + packer.flush(zlib.Z_SYNC_FLUSH)
    phone = Screen(wire)
    phone.raw(frame_head(len(packed), packed=True) + packed)
    _assert_hung_up(phone)


def test_a_message_has_at_most_16_kb(lesson: Class, bystander: Screen) -> None:
    phone = lesson.phone()
    wish = {"vote": 1, "padding": "x" * 15_000}
    assert phone.send("longer", wish)["code"] == "malformed-answer"
    phone.wire.send(f'42["longer",{{"vote":1,"padding":"{"x" * 17_000}"}}]')
    assert phone.hears_goodbye()
    phone.close()


def _assert_hung_up(phone: Screen) -> None:
    """The server closed the connection; what it sent before does not matter."""
    phone.wire.settimeout(10)
    sock = phone.wire.sock
    try:
        while sock.recv(65_536):
            pass
    except TimeoutError:
        pytest.fail("the server still listens")
    except OSError:
        pass
    phone.wire.shutdown()


def forms(lesson: Class) -> dict[str, str]:
    headers = f"Host: 127.0.0.1:{lesson.server.port}\r\nCookie: {lesson.student.cookie_header}\r\n"
    form = f"X-CSRFToken: {lesson.student.token()}\r\nReferer: {lesson.server.address}/\r\n"
    kind = "Content-Type: application/x-www-form-urlencoded\r\n"
    return {
        "form": f"POST /{lesson.code}/answers HTTP/1.1\r\n{headers}{form}{kind}",
        "polling": f"POST /socket.io/?EIO=4&transport=polling&sid=x HTTP/1.1\r\n{headers}",
    }


@pytest.mark.parametrize("kind", ["form", "polling"])
@pytest.mark.parametrize("way", ["length", "chunks"])
def test_a_body_of_50_mb_is_refused(kind: str, way: str, lesson: Class, bystander: Screen) -> None:
    body = b"x" * 65_536
    if way == "length":
        head = f"{forms(lesson)[kind]}Content-Length: {FLOOD}\r\n\r\n"
        chunks = (body for _ in range(FLOOD // len(body)))
    else:
        head = f"{forms(lesson)[kind]}Transfer-Encoding: chunked\r\n\r\n"
        chunk = b"%x\r\n%s\r\n" % (len(body), body)
        chunks = (chunk for _ in range(FLOOD // len(body)))

    assert lesson.still_answers(bystander)
    with at_most(MOST_KB_OF_A_BODY, lesson.server):
        status = status_of(http(lesson.server, head, chunks))

    assert status == 413 if (kind, way) == ("form", "length") else status in (400, 413)


def test_2000_half_open_connections_keep_nobody_out(lesson: Class, bystander: Screen) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < 4096:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    half = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Le"
    opened = []
    try:
        for _ in range(2000):
            wire = socket.create_connection(("127.0.0.1", lesson.server.port), timeout=10)
            wire.sendall(half)
            opened.append(wire)
        began = time.monotonic()
        newcomer = lesson.server.visitor()
        newcomer.join(lesson.code, "Late Heron")
        phone = screen_of(lesson.server, newcomer, "phone", lesson.session)
        sent = {"vote": lesson.vote, "choice": ["B"], "seq": 1}
        assert phone.send("answer", sent)["saved"] is True
        assert time.monotonic() - began < 10
        assert lesson.still_answers(bystander)
        phone.close()
    finally:
        for wire in opened:
            wire.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


BROKEN = (
    *("4", "42", "42[", "42{}", "42[]", "42[{}]", '42[["answer"]]', "42[null]", "42[1]"),
    *('42["answer"]', '42["answer",', '42999999999999999999["answer",{}]', '42-1["answer",{}]'),
    *("41", "40", "40{", '40/admin,{"screen":"phone"}', "43", "43[]", '431["x"]', "44", "45", "46"),
    *('451-["answer",{"_placeholder":true,"num":0}]', '4599999-["answer"]', "461-[]", "9", "\x00"),
    *('42["connect",{"screen":"console"}]', '42["disconnect","transport close"]', "x" * 16_000),
    *("0{}", "1", "5", "6", "b" + "A" * 100, '42["answer",' + "[" * 3000 + "]" * 3000 + "]"),
)


def test_broken_messages_harm_nobody(lesson: Class, bystander: Screen) -> None:
    before = len(lesson.server.output)
    for broken in BROKEN:
        phone = lesson.phone()
        phone.wire.send(broken)
        phone.close()
        assert lesson.still_answers(bystander), broken
    for data in (b"\xff\xfe", b"\x00" * 100):
        phone = lesson.phone()
        phone.wire.send_binary(data)
        phone.raw(frame_head(len(data)) + data)
        phone.close()
    assert lesson.still_answers(bystander)
    assert "127.0.0.1" not in lesson.server.output[before:]


@pytest.mark.parametrize(
    "request_",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X-A: b\r\n" * 10_000 + b"\r\n",
        b"GET / HTTP/1.1\r\nX-A: " + b"b" * 100_000 + b"\r\n\r\n",
        b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n"
        b"Connection: Upgrade\r\n\r\n",
        b"GET /%ff%fe%00 HTTP/1.1\r\nHost: a\r\nCookie: classroom=%00\xff; seat-x=\xff\r\n\r\n",
    ],
)
def test_a_broken_request_harms_nobody_and_names_nobody(
    request_: bytes, lesson: Class, bystander: Screen
) -> None:
    before = len(lesson.server.output)
    with socket.create_connection(("127.0.0.1", lesson.server.port), timeout=10) as wire:
        wire.sendall(request_)
        wire.settimeout(3)
        try:
            answer = wire.recv(1024)
        except OSError:
            answer = b""
    assert status_of(answer) in (0, 400, 404, 414, 431, 505)
    assert lesson.still_answers(bystander)
    assert "127.0.0.1" not in lesson.server.output[before:]
    assert "Traceback" not in lesson.server.output[before:]


def test_a_socket_from_a_foreign_page_is_refused(lesson: Class) -> None:
    forged = ["X-Forwarded-Host: evil.test", "X-Forwarded-Proto: http"]
    for options in (
        {"origin": "http://evil.test"},
        {"origin": "http://evil.test", "header": forged},
        {"origin": "null"},
    ):
        with pytest.raises(websocket.WebSocketBadStatusException) as refused:
            open_wire(lesson.server, lesson.student.cookie_header, **options)
        assert refused.value.status_code == 400


def test_a_console_of_a_real_server_goes_dark_after_signing_out(lesson: Class) -> None:
    lesson.server.add_instructor("bobby")
    bob = lesson.server.signed_in("bobby")
    sample = re.findall(r"/lessons/(\w{12})", bob.get("/lessons").text)[0]
    session = bob.post("/sessions", {"lesson": sample}).headers["Location"].split("/")[2]
    console = screen_of(lesson.server, bob, "console", session)

    bob.post("/sign-out")

    assert '"signed-out"' in console.wait_for('42["gone"')
    assert console.hears_goodbye()
    console.close()


def test_a_flooder_is_hung_up_on(lesson: Class, bystander: Screen) -> None:
    phone = lesson.phone()
    for _ in range(2000):
        if not phone.raw(FLOOD_FRAME):
            break
    assert phone.hears_goodbye()
    phone.close()


def test_nothing_that_was_said_is_in_the_log(lesson: Class) -> None:
    """Last of all: after a lesson and all the attacks above, the log names nobody."""
    phone = lesson.phone()
    assert lesson.still_answers(phone)
    lesson.student.post(f"/{lesson.code}/answers", {"vote": lesson.vote, "choice": "Sentinel"})
    lesson.student.get("/there/is/nothing/Sentinel")
    lesson.server.visitor().post("/sign-in", {"username": "Sentinel", "password": "Sentinel"})
    for move in ("close", "reveal"):
        lesson.press(move)
    phone.close()
    said = lesson.server.output.split("Press Ctrl+C to stop.")[1]

    assert "Sentinel" not in said and "Late Heron" not in said and "bobby" not in said
    assert "127.0.0.1" not in said
    for secret in (*lesson.student.cookies.values(), *lesson.teacher.cookies.values()):
        assert secret not in said
    assert "/mine/" not in said and lesson.code not in said

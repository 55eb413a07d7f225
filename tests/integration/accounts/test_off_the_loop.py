"""While a password is hashed the server goes on serving; only a few are hashed at once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

PROGRAM = """
from gevent import monkey; monkey.patch_all()
import json, sys, gevent
from classroom.actions import accounts, passwords
from classroom.app import create_app
from classroom.config import Settings
from classroom.domain.errors import WrongPassword
from classroom.storage.migrations import bring_up_to_date

app = create_app(Settings(instance=sys.argv[1], testing=True, asynchronous=True))
bring_up_to_date(app)
running, most, ticks, hashing = 0, 0, 0, True
verify = passwords._verified

def counted(*arguments):
    global running, most
    running += 1
    most = max(most, running)
    try:
        return verify(*arguments)
    finally:
        running -= 1

passwords._verified = counted

def tick():
    global ticks
    while hashing:
        gevent.sleep(0.001)
        ticks += 1

def guess(number):
    with app.app_context():
        try:
            accounts.sign_in(f"nobody-{number}", "a wrong password")
        except WrongPassword:
            return "refused"

with app.app_context():
    accounts.add_account("alice", "", "a long enough password")
ticking = gevent.spawn(tick)
gevent.sleep(0.01)
guesses = [gevent.spawn(guess, number) for number in range(8)]
outcomes = [found.get() for found in guesses]
hashing = False
ticking.join()
with app.app_context():
    token = accounts.sign_in("alice", "a long enough password")
print(json.dumps([outcomes, most, ticks, bool(token)]))
app.extensions["classroom.writer"].close()
"""


def test_the_server_breathes_while_passwords_are_hashed(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "instance")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    outcomes, most_at_once, ticks, signed_in = json.loads(done.stdout.splitlines()[-1])
    assert outcomes == ["refused"] * 8
    assert most_at_once == 2
    assert signed_in
    assert ticks > 40, "eight hashes on the loop would let it tick some ten times"
    assert "Traceback" not in done.stderr

"""What the command line says: help for every command, a sentence for every problem."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

HELP = """
import json
from classroom.cli import classroom
from click import Context, Group

def helps(command, path):
    context = Context(command, info_name=path[-1])
    yield " ".join(path), command.get_help(context)
    for name in command.list_commands(context) if isinstance(command, Group) else ():
        yield from helps(command.get_command(context, name), [*path, name])

print(json.dumps(dict(helps(classroom, ["classroom"]))))
"""


def run(*command: str, instance: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        env={**os.environ, "CLASSROOM_INSTANCE": str(instance)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


def classroom(*arguments: str, instance: Path) -> subprocess.CompletedProcess[str]:
    return run("-m", "classroom.cli", *arguments, instance=instance)


def test_every_command_explains_itself(tmp_path: Path) -> None:
    done = run("-c", HELP, instance=tmp_path)
    assert done.returncode == 0, done.stderr
    helps = json.loads(done.stdout)
    assert set(helps) >= {
        "classroom serve",
        "classroom demo",
        "classroom bank check",
        "classroom bank load",
        "classroom user add",
        "classroom user reset-password",
        "classroom session list",
        "classroom session export",
        "classroom backup",
        "classroom restore",
    }
    for name, text in helps.items():
        said = " ".join(text.split("\n\n")[1].split())
        assert said.endswith("."), f"{name} does not say in a sentence what it does: {said}"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("serve", "--port", "70000"), "not in the range"),
        (("serve", "--host", "no.such.host.invalid"), "Check --host."),
        (("fly",), "No such command 'fly'"),
        (("session", "export", "nosuchid"), "nosuchid"),
    ],
)
def test_bad_input_gets_a_sentence_and_no_traceback(
    arguments: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    done = classroom(*arguments, instance=tmp_path / "instance")
    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_a_port_in_use_is_one_clear_sentence(tmp_path: Path) -> None:
    with socket.create_server(("0.0.0.0", 0)) as taken:
        port = taken.getsockname()[1]
        done = classroom("serve", "--port", str(port), instance=tmp_path / "instance")
    assert done.returncode == 1
    assert done.stderr == (
        f"Port {port} is in use. Stop the other program, or choose another port with --port.\n"
    )


def test_a_folder_that_cannot_be_written_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = classroom("serve", instance=tmp_path / "file" / "instance")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "CLASSROOM_INSTANCE" in done.stderr

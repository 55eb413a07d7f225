"""What `deploy/` and the documentation name is there: settings, commands, files, units."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from classroom.config import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted(path.name for path in (*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")))
TEXTS = sorted(
    path.relative_to(ROOT)
    for folder in (DEPLOY, ROOT / "docs")
    for path in folder.iterdir()
    if path.is_file()
)
INSTALLED = "/opt/classroom/bin/classroom"
SETTINGS = {f"CLASSROOM_{setting.name.upper()}" for setting in fields(Settings)}


LIST = """
from classroom.cli import classroom
from click import Context, Group

def below(group, path):
    context = Context(group)
    for name in group.list_commands(context):
        print(path + name)
        command = group.get_command(context, name)
        if isinstance(command, Group):
            below(command, path + name + " ")

below(classroom, "")
"""


@pytest.fixture(scope="module")
def commands() -> set[str]:
    """Every command of the command line, such as `user add`; a process of its own is patched."""
    listed = subprocess.run(
        [sys.executable, "-c", LIST], capture_output=True, text=True, timeout=60, check=True
    )
    return set(listed.stdout.splitlines())


@pytest.mark.parametrize("text", TEXTS, ids=str)
def test_every_setting_that_is_named_exists(text: Path) -> None:
    if text.suffix in (".png", ".jpg"):
        pytest.skip("a picture")
    named = set(re.findall(r"\bCLASSROOM_[A-Z_]+\b", (ROOT / text).read_text()))
    assert named <= SETTINGS


@pytest.mark.parametrize("text", TEXTS, ids=str)
def test_every_command_that_is_called_exists(text: Path, commands: set[str]) -> None:
    calls = re.findall(
        rf"(?:{INSTALLED}|classroom-admin|\[\"classroom\",|exec classroom-1 classroom) "
        r"\"?([a-z][a-z-]*)(?: ([a-z][a-z-]*))?",
        (ROOT / text).read_text(),
    )
    groups = {command.split()[0] for command in commands if " " in command}
    for name, second in calls:
        assert (f"{name} {second}" if name in groups else name) in commands


@pytest.mark.parametrize("unit", UNITS)
def test_systemd_understands(unit: str, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not on this machine")
    for name in UNITS:
        text = (DEPLOY / name).read_text().replace(INSTALLED, "/bin/true")
        (tmp_path / name.replace("@.", "@8001.")).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / unit.replace("@.", "@8001.")],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.endswith(".service")])
def test_a_service_has_its_own_account_and_may_do_little_else(unit: str) -> None:
    lines = (DEPLOY / unit).read_text().splitlines()
    for line in (
        "User=classroom",
        "UMask=0077",
        "StateDirectoryMode=0700",
        "EnvironmentFile=/etc/classroom/classroom.env",
        "CapabilityBoundingSet=",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "SystemCallFilter=@system-service",
    ):
        assert line in lines


def test_one_process_and_one_of_several_differ_in_their_port_alone() -> None:
    one, several = (
        {
            line
            for line in (DEPLOY / name).read_text().splitlines()
            if not line.startswith(("#", "Description="))
        }
        for name in ("classroom.service", "classroom@.service")
    )
    assert several - one == {f"ExecStart={INSTALLED} serve --port %i"}
    assert one - several == {f"ExecStart={INSTALLED} serve"}
    for line in ("Restart=always", "LimitNOFILE=65536"):
        assert line in one


def test_a_shell_and_systemd_read_the_settings_alike() -> None:
    text = (DEPLOY / "classroom.env").read_text()
    set_ = [line for line in text.splitlines() if re.match("#?[A-Z]", line) and "=" in line]
    assert len(set_) == 5
    for line in set_:
        assert re.fullmatch(r"#?[A-Z_]+='[^']*'", line), line


def test_a_command_of_the_administrator_runs_with_the_settings_of_the_service(
    tmp_path: Path,
) -> None:
    """With the places replaced by some that are here, and the account by one's own."""
    (tmp_path / "classroom.env").write_text((DEPLOY / "classroom.env").read_text())
    script = (
        (DEPLOY / "classroom-admin")
        .read_text()
        .replace("/var/lib/classroom", str(tmp_path))
        .replace("/etc/classroom", str(tmp_path))
        .replace("runuser -u classroom --", "env --")
        .replace(INSTALLED, "/usr/bin/env")
    )
    (tmp_path / "classroom-admin").write_text(script)
    done = subprocess.run(
        ["sh", tmp_path / "classroom-admin", "sh", "-c", 'echo "$PUBLIC_URL|$CLASSROOM_INSTANCE"'],
        capture_output=True,
        text=True,
        timeout=20,
    )
    assert done.stdout == f"https://quiz.example.edu|{tmp_path}\n", done.stderr


def test_the_image_is_made_of_files_that_are_here() -> None:
    text = (DEPLOY / "Containerfile").read_text()
    copied = [
        name
        for names in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.M)
        for name in names.split()
    ]
    assert "classroom" in copied
    shown = (ROOT / ".dockerignore").read_text().splitlines()
    for name in copied:
        assert (ROOT / name).exists(), name
        assert f"!{name}" in shown, name
    assert "\nUSER classroom\n" in text
    assert "/healthz" in text


def test_the_services_of_compose_are_whole() -> None:
    text = (DEPLOY / "compose.yaml").read_text()
    services = yaml.safe_load(text)["services"]
    assert set(services) == {"classroom-1", "classroom-2", "nginx", "postgresql", "redis"}
    for service in services.values():
        assert service["restart"] == "always"
        for needed in service.get("depends_on", ()):
            assert needed in services
    ports = {services[name]["environment"]["CLASSROOM_PORT"] for name in services if "-" in name}
    assert ports == {"8001", "8002"}
    documented = (ROOT / "docs" / "deploying.md").read_text()
    for variable in set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", text)):
        assert f"`{variable}`" in documented, variable


def test_redis_takes_its_password_from_its_input(tmp_path: Path) -> None:
    """Compose’s command, with a program in place of Redis that shows what it reads."""
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    shell, option, command = services["redis"]["command"]
    shown = tmp_path / "redis-server"
    shown.write_text('#!/bin/sh\necho "called with: $*"\ncat\n')
    shown.chmod(0o755)
    done = subprocess.run(
        [shell, option, command.replace("$$", "$")],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin", "REDIS_PASSWORD": "a-password"},
        capture_output=True,
        text=True,
        timeout=20,
    )
    assert done.stdout == 'called with: -\nsave ""\nrequirepass a-password\n'

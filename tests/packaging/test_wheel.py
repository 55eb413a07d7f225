"""A built wheel carries everything: installed elsewhere, it serves the same pages."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import time
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from flask import Flask

from classroom.app import create_app
from classroom.config import Settings
from classroom.web.assets import asset
from tests.ports import held_port

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of a new environment that holds the wheel and knows no repository.

    The dependencies are the test environment's. Its own path files, among them the one that makes
    the repository importable, are not followed from there.
    """
    folder = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    target = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    dependencies = sysconfig.get_path("purelib"), sysconfig.get_path("platlib")
    (Path(target) / "dependencies.pth").write_text("\n".join(dict.fromkeys(dependencies)) + "\n")
    run(
        *(sys.executable, "-m", "pip", "--python", python, "install"),
        *("--quiet", "--no-deps", "--no-index", wheel),
    )
    return python.parent


@pytest.fixture(scope="module")
def address(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the installed command serves, started in a folder of its own."""
    folder = tmp_path_factory.mktemp("lesson")
    port = held_port()
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [installed / "classroom", "serve", "--port", str(port)],
            cwd=folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            wait_until_up(url, server, folder / "log")
            yield url
        finally:
            server.terminate()
            server.wait(timeout=20)


def test_the_command_says_its_version(installed: Path, tmp_path: Path) -> None:
    from classroom import __version__

    assert __version__ in run(installed / "classroom", "--version", cwd=tmp_path)


@pytest.mark.parametrize("name", ["templates", "static", "question_banks"])
def test_resources_come_from_the_wheel_and_are_complete(
    installed: Path, tmp_path: Path, name: str
) -> None:
    code = f"from classroom.config import resources; print(resources({name!r}))"
    found = Path(run(installed / "python", "-c", code, cwd=tmp_path).strip())
    assert found.is_relative_to(installed.parent)
    assert files_under(found) == files_under(ROOT / name)


def test_the_package_itself_is_complete(installed: Path, tmp_path: Path) -> None:
    code = "import classroom; print(classroom.__path__[0])"
    found = Path(run(installed / "python", "-c", code, cwd=tmp_path).strip())
    assert files_under(found) - files_under(found / "_data", below=found) == files_under(
        ROOT / "classroom"
    )


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Flask]:
    """The repository's application, asked for the names of its files alone: nothing is stored."""
    app = create_app(Settings(instance=str(tmp_path / "source"), testing=True))
    yield app
    app.extensions["classroom.writer"].close()


def test_the_installed_command_serves_the_same_page_as_the_source(
    address: str, source: Flask
) -> None:
    page = requests.get(address, timeout=10)
    assert page.status_code == 200
    links = re.findall(r'(?:href|src)="(/assets/[^"]+)"', page.text)
    with source.test_request_context():
        assert {asset("pages.css"), asset("pages.js")} <= set(links), (
            "other files than the source's"
        )
    for link in links:
        assert requests.get(address + link, timeout=10).status_code == 200, link


def files_under(folder: Path, below: Path | None = None) -> set[str]:
    return {
        str(path.relative_to(below or folder))
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def run(*command: str | Path, cwd: Path | None = None) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"{command} said:\n{done.stdout}{done.stderr}"
    return done.stdout


def environment() -> dict[str, str]:
    """This one without what would point back to the repository or to another server's settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("CLASSROOM_", "PYTHON"))
        and name not in ("DATABASE_URL", "PUBLIC_URL", "REDIS_URL")
    }
    return kept | {"CLASSROOM_HOST": "127.0.0.1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def wait_until_up(url: str, server: subprocess.Popen[bytes], log: Path, seconds: int = 30) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert server.poll() is None, f"the server stopped:\n{log.read_text()}"
        try:
            requests.get(url, timeout=5)
        except (requests.ConnectionError, requests.Timeout):  # the port is open long before
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the server did not answer within {seconds} s:\n{log.read_text()}")

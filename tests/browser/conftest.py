"""A real Chromium for the people of a lesson: one browser, a context of its own for each person."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.people import PATIENCE_MS, People, Room
from tests.live_room import School, shared_server
from tests.server_process import ServerProcess

ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = os.environ.get("CLASSROOM_CHROMIUM") or shutil.which("chromium")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def lasting_server(
    prepared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServerProcess]:
    """One server for the tests that leave it running, each in a session of its own."""
    with shared_server(prepared, tmp_path_factory.mktemp("school")) as server:
        yield server


@pytest.fixture(scope="session")
def lasting_school(lasting_server: ServerProcess) -> School:
    return School.of(lasting_server)


@pytest.fixture
def people(chromium: Browser) -> Iterator[People]:
    """Browsers of people. A fault in the script of any of them fails the test."""
    people = People(chromium)
    yield people
    people.leave()
    assert people.faults == []


@pytest.fixture
def school(lasting_school: School) -> School:
    return lasting_school


@pytest.fixture
def room(school: School, people: People) -> Room:
    """A live session of a short lesson, in the lobby: PLAN of tests.live_room."""
    return Room.opened(school, people)


@pytest.fixture
def own_room(start_server: Callable[..., ServerProcess], people: People) -> Room:
    """The same on a server of its own, which the test may kill."""
    return Room.opened(School.of(start_server()), people)

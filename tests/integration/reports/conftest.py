"""Sessions of Alice's to be played; see `playing`."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from classroom.storage.tables import Group, GroupInstructor, LiveSession
from classroom.storage.writer import write
from tests.integration.reports.playing import START, Played


@pytest.fixture
def play(app: Flask, alice: Any) -> Any:
    """Begins a session of Alice's: `play()`, `play(is_exam=True)`, `play(group="Tuesday")`."""

    def begin(
        title: str = "Rupture and repair",
        *,
        group: str = "",
        group_id: int = 0,
        simulated: bool = False,
        is_exam: bool = False,
    ) -> Played:
        def work(session: Any) -> tuple[int, int]:
            if group_id:
                of = session.get(Group, group_id)
            else:
                of = Group(name=group or title, one_off=not group)
                session.add(of)
                session.flush()
                session.add(GroupInstructor(group_id=of.id, instructor_id=alice.id))
            live = LiveSession(
                group_id=of.id,
                title=title,
                simulated=simulated,
                is_exam=is_exam,
                phase="round",
                created_at=START,
            )
            session.add(live)
            session.flush()
            return live.id, of.id

        return Played(*write(work))

    return begin


@pytest.fixture
def played(play: Any) -> Played:
    """An empty session of Alice's in the group “Tuesday”."""
    begun: Played = play(group="Tuesday")
    return begun

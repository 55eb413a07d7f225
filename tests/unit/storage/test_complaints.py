"""A refusal is told, and a thousand of them are told in one line."""

from __future__ import annotations

import pytest

from classroom.storage import complaints
from classroom.storage.complaints import EVERY_S, Complaints


class Clock:
    now_s = 5.0  # as on a machine that has just started

    def monotonic(self) -> float:
        return self.now_s


def test_refusals_are_gathered_into_a_line_a_minute(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()
    monkeypatch.setattr(complaints, "time", clock)
    told = Complaints()
    told.refused(1, OSError())
    for _ in range(1000):
        clock.now_s += EVERY_S / 1001
        told.refused(3, OSError())
    assert [record.args for record in caplog.records] == [(1,)]
    clock.now_s += 1
    told.refused(2, OSError())
    assert [record.args for record in caplog.records] == [(1,), (3002,)]

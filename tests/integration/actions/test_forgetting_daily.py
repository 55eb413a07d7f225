"""A server that runs for months forgets every day, also after a day on which it could not."""

from __future__ import annotations

import logging

import pytest
from flask import Flask

from classroom import serving
from classroom.actions import deleting
from classroom.domain.errors import Busy


class Stopped(BaseException):
    """The end of the test."""


def test_a_day_on_which_nothing_could_be_forgotten_is_not_the_last(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    days = iter((Busy(), None, Stopped()))

    def forget() -> None:
        if outcome := next(days):
            raise outcome

    monkeypatch.setattr(serving.gevent, "sleep", lambda _seconds: None)
    monkeypatch.setattr(deleting, "forget_old_students", forget)
    with caplog.at_level(logging.ERROR), pytest.raises(Stopped):
        serving._forget_daily(app)
    assert list(days) == []
    assert "tomorrow again" in caplog.text

"""Readiness: the first check that fails has a name, and asking often costs little."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial

import gevent

from classroom.observing.readiness import Check, Readiness


def broken() -> bool:
    raise OSError("gone")


def test_it_is_ready_when_every_check_passes() -> None:
    readiness = Readiness([Check("a", lambda: True), Check("b", lambda: True)], nullcontext)
    assert readiness.failed() is None


def test_the_first_that_fails_is_named_whether_it_says_no_or_raises() -> None:
    says_no = Readiness([Check("a", lambda: False), Check("b", broken)], nullcontext)
    assert says_no.failed() == "a"
    raises = Readiness([Check("a", lambda: True), Check("b", broken)], nullcontext)
    assert raises.failed() == "b"


def test_a_check_that_hangs_has_failed() -> None:
    def hangs() -> bool:
        gevent.sleep(60)
        return True

    readiness = Readiness([Check("slow", hangs)], partial(gevent.Timeout, 0.02, False))
    assert readiness.failed() == "slow"


def test_whoever_asks_again_at_once_is_told_what_was_found() -> None:
    asked = []

    def check() -> bool:
        asked.append(1)
        return True

    readiness = Readiness([Check("a", check)], nullcontext, remembered_s=60)
    assert [readiness.failed(), readiness.failed()] == [None, None]
    assert len(asked) == 1
    anew = Readiness([Check("a", check)], nullcontext, remembered_s=0)
    assert [anew.failed(), anew.failed()] == [None, None]
    assert len(asked) == 3


def test_nobody_is_told_ready_while_the_first_look_is_on_its_way() -> None:
    told = []
    readiness = Readiness([], nullcontext)
    readiness.checks.append(Check("a", lambda: bool(told.append(readiness.failed()) or True)))
    assert readiness.failed() is None
    assert told == ["start"]

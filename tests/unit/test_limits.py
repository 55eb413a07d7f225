"""The deadlines as they are shipped: most tests that wait for one run with shorter ones."""

from __future__ import annotations

import ast
import inspect
from dataclasses import asdict, fields

import click
import pytest
from click.testing import CliRunner

from classroom import limits
from classroom.commands import serve as serving
from classroom.config import Settings, from_environment
from classroom.limits import Limits

SHIPPED = {
    "head_within_s": 10,
    "body_within_s": 20,
    "idle_s": 75,
    "response_within_s": 60,
    "asked_within_s": 10,
    "changed_within_s": 10,
    "leaves_within_s": 1,
    "emptied_within_s": 15,
    "ping_interval_s": 10,
    "ping_timeout_s": 15,
    "alive_every_s": 2.5,
    "worker_lasts_s": 10,
    "redis_silence_s": 10,
    "redis_answers_within_s": 5,
    "looks_every_s": 1,
    "seals_every_s": 5,
}


def test_the_shipped_deadlines_are_these() -> None:
    assert asdict(Limits()) == SHIPPED


def test_every_deadline_says_from_when_to_when() -> None:
    tree = ast.parse(inspect.getsource(limits))
    (own,) = (node for node in tree.body if isinstance(node, ast.ClassDef))
    told = {
        line.target.id
        for line, text in zip(own.body, own.body[1:], strict=False)
        if isinstance(line, ast.AnnAssign)
        and isinstance(line.target, ast.Name)
        and isinstance(text, ast.Expr)
    }
    assert told == {limit.name for limit in fields(Limits)}


def test_no_environment_changes_a_deadline() -> None:
    environment = {"CLASSROOM_LIMITS": '{"head_within_s": 1}', "CLASSROOM_HEAD_WITHIN_S": "1"}
    assert from_environment(environ=environment).limits == Limits()


@pytest.mark.parametrize("given", [None, Limits(head_within_s=1)], ids=["shipped", "others"])
def test_a_server_has_the_shipped_deadlines_unless_its_caller_gives_others(
    given: Limits | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[Settings] = []

    def listen(settings: Settings) -> None:
        found.append(settings)
        raise click.Abort

    monkeypatch.setattr(serving, "listen", listen)
    CliRunner().invoke(serving.serve, obj=given)
    assert [settings.limits for settings in found] == [given or Limits()]

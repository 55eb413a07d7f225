"""Commands of `classroom` in the test's own process: what a process of their own adds is its start.

At least one test of each command runs it as a process, as a person does.
"""

from __future__ import annotations

from collections.abc import Mapping

import click
from click.testing import CliRunner, Result


def done(command: click.Command, *arguments: str, environment: Mapping[str, str]) -> str:
    """What it printed when it did what it was told."""
    result = _run(command, arguments, environment)
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(command: click.Command, *arguments: str, environment: Mapping[str, str]) -> str:
    """What it said when it did not do what it was told."""
    result = _run(command, arguments, environment)
    assert result.exit_code == 1, result.output
    return result.stderr


def _run(command: click.Command, arguments: tuple[str, ...], given: Mapping[str, str]) -> Result:
    result = CliRunner().invoke(command, arguments, env=given)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception  # a person would be shown a traceback
    return result

"""The command line. It patches for gevent before anything that uses sockets is imported."""

# ruff: noqa: E402
from __future__ import annotations

import sys

import gevent
from gevent import monkey

monkey.patch_all()
# Each connection has four greenlets; to note where each came from costs more than to start it.
gevent.config.track_greenlet_tree = False

from importlib import import_module

import click

from classroom import __version__
from classroom.banks.fault import BankFaults
from classroom.config import SettingError
from classroom.domain.errors import ClassroomError
from classroom.listening import CannotServe

MODULES = {
    "serve": "serve",
    "demo": "demo",
    "bank": "bank",
    "user": "user",
    "session": "session",
    "backup": "backup",
    "restore": "backup",
}
"""Where each command is. Only the one that is asked for is imported: `serve` cannot wait."""


class Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in MODULES:
            return None
        command = getattr(import_module(f"classroom.commands.{MODULES[cmd_name]}"), cmd_name)
        assert isinstance(command, click.Command)
        return command


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="%(version)s")
def classroom() -> None:
    """A live classroom quiz that explains every answer.

    Settings are environment variables; see docs/deploying.md.
    """


def main() -> None:
    """Run a command; a problem that a person can solve is one sentence, never a traceback."""
    try:
        classroom(prog_name="classroom")
    except (SettingError, CannotServe, ClassroomError, BankFaults) as error:
        click.echo(str(error), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()

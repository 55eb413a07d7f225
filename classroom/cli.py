"""The command line. It patches for gevent before anything that uses sockets is imported."""

# ruff: noqa: E402
from __future__ import annotations

import sys

import gevent
from gevent import monkey

monkey.patch_all()
# Each connection has four greenlets; to note where each came from costs more than to start it.
gevent.config.track_greenlet_tree = False

import click

from classroom import __version__
from classroom.banks.fault import BankFaults
from classroom.commands.backup import backup, restore
from classroom.commands.bank import bank
from classroom.commands.demo import demo
from classroom.commands.serve import serve
from classroom.commands.session import session
from classroom.commands.user import user
from classroom.config import SettingError
from classroom.domain.errors import ClassroomError
from classroom.serving import CannotServe


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(version)s")
def classroom() -> None:
    """A live classroom quiz that explains every answer.

    Settings are environment variables; see docs/deploying.md.
    """


for command in (serve, demo, bank, user, session, backup, restore):
    classroom.add_command(command)


def main() -> None:
    """Run a command; a problem that a person can solve is one sentence, never a traceback."""
    try:
        classroom(prog_name="classroom")
    except (SettingError, CannotServe, ClassroomError, BankFaults) as error:
        click.echo(str(error), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()

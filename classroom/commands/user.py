"""`classroom user`: instructors' accounts."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

from classroom.actions import accounts
from classroom.commands.application import application
from classroom.domain.accounts import new_password, normal_username
from classroom.domain.errors import ClassroomError

_USERNAME = click.argument("username")
_FROM_STDIN = click.option(
    "--password-stdin", is_flag=True, help="Read the password from the first line of the input."
)


@click.group()
def user() -> None:
    """Add an instructor's account, or reset its password."""


@user.command()
@_USERNAME
@click.option("--name", default="", help="The name that colleagues see [the sign-in name].")
@_FROM_STDIN
def add(username: str, name: str, password_stdin: bool) -> None:
    """Add the account USERNAME; the password is asked for and not shown."""
    _check(lambda: normal_username(username))
    password = _password(password_stdin)
    with application():
        accounts.add_account(username, name, password)
    click.echo(f"{username} can sign in now.")


@user.command("reset-password")
@_USERNAME
@_FROM_STDIN
def reset_password(username: str, password_stdin: bool) -> None:
    """Set a new password for USERNAME and sign it out on every device."""
    password = _password(password_stdin)
    with application():
        accounts.reset_password(username, password)
    click.echo(f"{username} has a new password and is signed out everywhere.")


def _password(from_stdin: bool) -> str:
    if from_stdin:
        typed = sys.stdin.readline().rstrip("\r\n")
    else:
        typed = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    _check(lambda: new_password(typed))
    return str(typed)


def _check(rule: Callable[[], object]) -> None:
    """Say at once what is wrong with what was typed, before the database is opened."""
    try:
        rule()
    except ClassroomError as error:
        raise click.UsageError(str(error)) from None

"""`classroom session`: past and live sessions, and the files of their reports."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from classroom.commands.application import application
from classroom.reports.as_csv import as_csv
from classroom.reports.as_xlsx import as_xlsx
from classroom.reports.naming import file_name
from classroom.reports.session_report import report_of
from classroom.storage.queries import reports, sessions
from classroom.storage.tables import LiveSession

_FORMATS: dict[str, Callable[..., bytes]] = {"csv": as_csv, "xlsx": as_xlsx}


@click.group()
def session() -> None:
    """List the sessions, and export what was answered in one."""


@session.command("list")
def list_() -> None:
    """Print every session, the newest first."""
    with application():
        lines = [_line(live) for live in reports.all_sessions()]
    if not lines:
        click.echo("No session has been held yet.")
        return
    click.echo(_HEADER)
    for line in lines:
        click.echo(line)


@session.command()
@click.argument("session_id", metavar="ID")
@click.option("--csv", "format_", flag_value="csv", default="csv", help="A table [the default].")
@click.option("--xlsx", "format_", flag_value="xlsx", help="An Excel workbook of four sheets.")
@click.option("--with-names", is_flag=True, help="Put aliases in, not “Student 1”, “Student 2”.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
    help="The file to write, - for the standard output [named for day and title, here].",
)
def export(session_id: str, format_: str, with_names: bool, output: Path | None) -> None:
    """Write the answers of the session ID to a file.

    `classroom session list` shows the ids. Students appear as numbers unless names are asked for.
    """
    with application():
        found = sessions.with_public_id(session_id)
        if found is None:
            raise click.ClickException(
                f"No session has the id {session_id}. “classroom session list” shows them."
            )
        report = report_of(found)
        content = _FORMATS[format_](report, with_names=with_names)
        name = file_name(report, format_)
    if output == Path("-"):
        click.echo(content, nl=False)
    else:
        _write(content, output or Path(name), replaces=output is not None)


_HEADER = "ID            START (UTC)       STATE  STUDENTS  ROUNDS  TITLE"


def _line(live: LiveSession) -> str:
    state = "live" if live.is_live else "ended"
    students = sessions.attendance_count(live.id)
    rounds = len(sessions.rounds(live.id))
    title = f"{live.title} (simulated)" if live.simulated else live.title
    return (
        f"{live.public_id}  {live.created_at:%Y-%m-%d %H:%M}  {state:5}  "
        f"{students:8}  {rounds:6}  {title}"
    )


def _write(content: bytes, path: Path, *, replaces: bool) -> None:
    """Write the file. One that was not named outright is never replaced."""
    try:
        with path.open("wb" if replaces else "xb") as file:
            file.write(content)
    except FileExistsError:
        raise click.ClickException(
            f"{path} is there already. Move it away, or name a file with --output."
        ) from None
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written ({error.strerror}).") from None
    click.echo(f"Written: {path}")

"""`classroom serve`."""

from __future__ import annotations

import click

from classroom.config import from_environment
from classroom.limits import Limits
from classroom.listening import listen


@click.command()
@click.option("--port", type=click.IntRange(1, 65_535), help="Port to listen on [8000].")
@click.option("--host", help="Network address to listen on [0.0.0.0: every network].")
@click.pass_context
def serve(context: click.Context, port: int | None, host: str | None) -> None:
    """Start the server: make or migrate the database, load the banks, listen."""
    given = {"port": port, "host": host, "limits": context.find_object(Limits)}
    settings = from_environment({name: value for name, value in given.items() if value})
    listener = listen(settings)
    from classroom import serving  # takes a second, which the port must not wait for

    serving.serve(serving.prepare(settings), settings, listener)

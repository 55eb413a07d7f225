"""What a replaced PostgreSQL had deleted, kept in the restored one until it is deleted there again.

Restoring and deleting again are two transactions. This table comes with the first of them: it is
there if and only if the database was replaced, wherever between the two a restore was killed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.pool import NullPool

from classroom.actions.restoring import Remembered

TABLE = "deletions_to_replay"
COLUMNS = "public_id, kind, merged_into"

_REPLAYING = 0x7265706C
"""A lock besides that of writing, which whoever deletes takes meanwhile."""

_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def script(remembered: Remembered) -> str:
    """Commands of psql that keep these deletions, beside those that the backup had itself."""
    lines = "".join(
        "\t".join(r"\N" if value is None else value.translate(_ESCAPED) for value in row) + "\n"
        for row in remembered
    )
    # The script of pg_restore, which runs before, leaves no schema to search.
    return (
        "\nRESET search_path;\n"
        f"CREATE TABLE IF NOT EXISTS {TABLE} (public_id text, kind text, merged_into text);\n"
        f"COPY {TABLE} ({COLUMNS}) FROM stdin;\n{lines}\\.\n"
    )


@contextmanager
def pending(url: str) -> Iterator[Remembered | None]:
    """The deletions to make now, by one process at a time; None when no restore waits for any.

    They are forgotten when the block ends well.
    """
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    with engine.begin() as connection:
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_REPLAYING})"))
        if not inspect(connection).has_table(TABLE):
            yield None
            return
        query = text(f"SELECT {COLUMNS} FROM {TABLE}")  # noqa: S608 - names of our own
        yield [(row.public_id, row.kind, row.merged_into) for row in connection.execute(query)]
        connection.execute(text(f"DROP TABLE {TABLE}"))

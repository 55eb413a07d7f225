"""How Alembic reaches the database: the application's own address, opened for writing."""

from alembic import context
from flask import current_app

import classroom.storage.tables  # noqa: F401 - makes the tables known
from classroom.storage.database import db
from classroom.storage.turns import wait_for_turn
from classroom.storage.writer import writing_engine

url = db.engine.url.render_as_string(hide_password=False)
engine = writing_engine(url)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        **current_app.extensions["migrate"].configure_args,
    )
    with context.begin_transaction():
        wait_for_turn(connection)  # another worker may be migrating; then there is nothing to do
        context.run_migrations()
engine.dispose()

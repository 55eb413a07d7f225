"""Remember what was deleted, so that a restored backup does not bring it back.

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

from classroom.storage.database import new_public_id

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deletions",
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("merged_into", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("public_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_deletions_merged_into", "deletions", ["merged_into"])
    installations = op.create_table(
        "installations",
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("public_id"),
    )
    op.bulk_insert(installations, [{"public_id": new_public_id()}])


def downgrade() -> None:
    op.drop_table("installations")
    op.drop_table("deletions")

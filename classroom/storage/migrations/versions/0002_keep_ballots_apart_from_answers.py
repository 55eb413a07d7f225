"""Keep ballots apart from answers, ask how sure people are, and hold exams.

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ballots",
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("content", sa.String(length=600), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["vote_id"], ["votes.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("vote_id", "name"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "participations",
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["vote_id"], ["votes.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("vote_id", "student_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_participations_student_id", "participations", ["student_id"])
    op.create_table(
        "sentences",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=600), nullable=False),
        sa.Column("features", sa.JSON(), nullable=False),
        sa.Column("is_released", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["vote_id"], ["votes.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sentences_vote_id", "sentences", ["vote_id"])
    # Plain ALTER TABLE: a copied table would lose that its ids are never given twice.
    op.add_column("votes", sa.Column("secret", sa.String(length=64), nullable=True))
    op.add_column("answers", sa.Column("certainty", sa.Integer(), nullable=True))
    for table in ("lessons", "sessions"):
        op.add_column(
            table,
            sa.Column("is_exam", sa.Boolean(), nullable=False, server_default=sa.false()),
        )


def downgrade() -> None:
    for table in ("sessions", "lessons"):
        op.drop_column(table, "is_exam")
    op.drop_column("answers", "certainty")
    op.drop_column("votes", "secret")
    op.drop_table("sentences")
    op.drop_table("participations")
    op.drop_table("ballots")

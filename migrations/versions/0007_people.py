"""Sections and student ids on rosters, and students who are excused.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("members", sa.Column("section", sa.String(), server_default="", nullable=False))
    op.add_column("members", sa.Column("student_id", sa.String(), nullable=True))
    # An index and no constraint, which SQLite can add only by writing the table anew.
    op.create_index("ix_members_course_id_student_id", "members", ["course_id", "student_id"], unique=True)
    op.create_table(
        "excusals",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("assignment_id", sa.String(), nullable=False),
        sa.Column("student_id", sa.String(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_excusals")),
        sa.UniqueConstraint("assignment_id", "student_id", name=op.f("uq_excusals_assignment_id_student_id")),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignments.id"],
            name=op.f("fk_excusals_assignment_id_assignments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["users.id"], name=op.f("fk_excusals_student_id_users"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_excusals_by_id_users"), ondelete="SET NULL"
        ),
    )
    op.create_index(op.f("ix_excusals_student_id"), "excusals", ["student_id"])


def downgrade() -> None:
    op.drop_table("excusals")
    op.drop_index("ix_members_course_id_student_id", "members")
    op.drop_column("members", "student_id")
    op.drop_column("members", "section")

"""Time zones and slip days of courses, policies of assignments, extensions of students.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def added() -> dict[str, list[sa.Column[object]]]:
    """The columns that tables get, by the name of the table."""
    return {
        "courses": [
            sa.Column("zone", sa.String(), server_default="UTC", nullable=False),
            sa.Column("slip_days", sa.Integer(), server_default="0", nullable=False),
        ],
        "assignments": [
            sa.Column("slip_limit", sa.Integer(), nullable=True),
            sa.Column("late_refused", sa.Boolean(), server_default=sa.false(), nullable=False),
            sa.Column("late_penalty", sa.Double(), server_default="0", nullable=False),
            sa.Column("late_floor", sa.Double(), server_default="0", nullable=False),
            sa.Column("daily_attempts", sa.Integer(), nullable=True),
            sa.Column("cool_down", sa.Integer(), server_default="0", nullable=False),
            sa.Column("counts", sa.String(length=32), server_default="best", nullable=False),
            sa.Column("scores_wait", sa.Boolean(), server_default=sa.false(), nullable=False),
            sa.Column("scores_published_at", sa.DateTime(timezone=True), nullable=True),
        ],
        "submissions": [sa.Column("by_staff", sa.Boolean(), server_default=sa.false(), nullable=False)],
    }


def upgrade() -> None:
    for table, columns in added().items():
        for column in columns:
            op.add_column(table, column)
    op.create_table(
        "extensions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("assignment_id", sa.String(), nullable=False),
        sa.Column("student_id", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extensions")),
        sa.UniqueConstraint(
            "assignment_id", "student_id", name=op.f("uq_extensions_assignment_id_student_id")
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignments.id"],
            name=op.f("fk_extensions_assignment_id_assignments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["users.id"], name=op.f("fk_extensions_student_id_users"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_extensions_by_id_users"), ondelete="SET NULL"
        ),
    )
    op.create_index(op.f("ix_extensions_student_id"), "extensions", ["student_id"])


def downgrade() -> None:
    op.drop_table("extensions")
    for table, columns in added().items():
        for column in columns:
            op.drop_column(table, column.name)

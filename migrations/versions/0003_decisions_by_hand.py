"""Decisions by hand.

Revision ID: 0003
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("grading_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("proposed", sa.Double(), nullable=True),
        sa.Column("earned", sa.Double(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_decisions_by_id_users")),
        sa.ForeignKeyConstraint(
            ["grading_id"],
            ["gradings.id"],
            name=op.f("fk_decisions_grading_id_gradings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("grading_id", "number", name=op.f("uq_decisions_grading_id_number")),
    )
    # No bundle that is there already could ask for a person: it had no word for that.
    op.add_column(
        "bundle_versions", sa.Column("by_hand", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("gradings", sa.Column("decided_earned", sa.Double(), nullable=True))
    op.add_column("gradings", sa.Column("decision", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("gradings", "decision")
    op.drop_column("gradings", "decided_earned")
    op.drop_column("bundle_versions", "by_hand")
    op.drop_table("decisions")

"""Searches for handins that share code, the pairs that they found, and what staff made of them.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _runs()
    _pairs()
    _reviews()


def downgrade() -> None:
    op.drop_table("similarity_reviews")
    op.drop_table("similar_pairs")
    op.drop_table("similarity_runs")


def _runs() -> None:
    op.create_table(
        "similarity_runs",
        sa.Column("assignment_id", sa.String(), nullable=False),
        sa.Column("created_by_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("earlier", sa.JSON(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("handins", sa.Integer(), nullable=False),
        sa.Column("partly", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.Column("masked", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("attempt_limit", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_similarity_runs")),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignments.id"],
            name=op.f("fk_similarity_runs_assignment_id_assignments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["users.id"],
            name=op.f("fk_similarity_runs_created_by_id_users"),
            ondelete="SET NULL",
        ),
    )
    op.create_index("ix_similarity_runs_state", "similarity_runs", ["state", "lease_until"])
    op.create_index("ix_similarity_runs_assignment_id", "similarity_runs", ["assignment_id"])


def _pairs() -> None:
    op.create_table(
        "similar_pairs",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("left_id", sa.String(), nullable=False),
        sa.Column("right_id", sa.String(), nullable=False),
        sa.Column("tokens", sa.Integer(), nullable=False),
        sa.Column("longest", sa.Integer(), nullable=False),
        sa.Column("left_share", sa.Double(), nullable=False),
        sa.Column("right_share", sa.Double(), nullable=False),
        sa.Column("strength", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_similar_pairs")),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["similarity_runs.id"],
            name=op.f("fk_similar_pairs_run_id_similarity_runs"),
            ondelete="CASCADE",
        ),
        *_handins("similar_pairs"),
    )
    op.create_index("ix_similar_pairs_run_id_strength", "similar_pairs", ["run_id", "strength"])
    op.create_index("ix_similar_pairs_left_id", "similar_pairs", ["left_id"])
    op.create_index("ix_similar_pairs_right_id", "similar_pairs", ["right_id"])


def _reviews() -> None:
    op.create_table(
        "similarity_reviews",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("assignment_id", sa.String(), nullable=False),
        sa.Column("left_id", sa.String(), nullable=False),
        sa.Column("right_id", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_similarity_reviews")),
        sa.UniqueConstraint(
            "assignment_id",
            "left_id",
            "right_id",
            name=op.f("uq_similarity_reviews_assignment_id_left_id_right_id"),
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignments.id"],
            name=op.f("fk_similarity_reviews_assignment_id_assignments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_similarity_reviews_by_id_users"), ondelete="SET NULL"
        ),
        *_handins("similarity_reviews"),
    )
    op.create_index("ix_similarity_reviews_left_id", "similarity_reviews", ["left_id"])
    op.create_index("ix_similarity_reviews_right_id", "similarity_reviews", ["right_id"])


def _handins(table: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [column], ["submissions.id"], name=op.f(f"fk_{table}_{column}_submissions"), ondelete="CASCADE"
        )
        for column in ("left_id", "right_id")
    ]

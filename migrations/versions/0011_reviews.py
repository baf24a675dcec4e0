"""Reviews: overrides of checks, annotations, requests for a regrade, saved comments, grading without names.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def reference(table: str, column: str, to: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    """A reference to the rows of another table."""
    return sa.ForeignKeyConstraint(
        [column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"), ondelete=ondelete
    )


def upgrade() -> None:
    op.add_column(
        "assignments", sa.Column("anonymous", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("gradings", sa.Column("override", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("gradings", sa.Column("overridden_earned", sa.Double(), nullable=True))
    op.add_column("gradings", sa.Column("adjusted_by", sa.JSON(), nullable=True))
    op.add_column("gradings", sa.Column("stranded", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("gradings", sa.Column("likeness", sa.String(), nullable=True))
    op.create_index("ix_gradings_likeness", "gradings", ["bundle_version_id", "likeness"])
    make_overrides()
    make_threads()
    make_comments()


def make_overrides() -> None:
    op.create_table(
        "overrides",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("grading_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("check_name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("points", sa.Double(), nullable=False),
        sa.Column("visibility", sa.String(length=32), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("machine", sa.Double(), nullable=False),
        sa.Column("earned", sa.Double(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        reference("overrides", "by_id", "users"),
        reference("overrides", "grading_id", "gradings", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overrides")),
        sa.UniqueConstraint("grading_id", "number", name=op.f("uq_overrides_grading_id_number")),
    )


def make_threads() -> None:
    op.create_table(
        "annotations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("submission_id", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("first_line", sa.Integer(), nullable=False),
        sa.Column("last_line", sa.Integer(), nullable=False),
        sa.Column("grading_id", sa.String(), nullable=True),
        sa.Column("check_name", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("resolved_at", MOMENT, nullable=True),
        reference("annotations", "submission_id", "submissions", "CASCADE"),
        reference("annotations", "grading_id", "gradings", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annotations")),
    )
    op.create_index("ix_annotations_submission_id", "annotations", ["submission_id"])
    op.create_table(
        "regrade_requests",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("assignment_id", sa.String(), nullable=False),
        sa.Column("submission_id", sa.String(), nullable=False),
        sa.Column("grading_id", sa.String(), nullable=False),
        sa.Column("check_name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        reference("regrade_requests", "assignment_id", "assignments"),
        reference("regrade_requests", "submission_id", "submissions", "CASCADE"),
        reference("regrade_requests", "grading_id", "gradings", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrade_requests")),
        sa.UniqueConstraint(
            "grading_id", "check_name", name=op.f("uq_regrade_requests_grading_id_check_name")
        ),
    )
    op.create_index("ix_regrade_requests_submission_id", "regrade_requests", ["submission_id"])
    op.create_index(
        "ix_regrade_requests_assignment_id_state_opened_at",
        "regrade_requests",
        ["assignment_id", "state", "opened_at"],
    )
    op.create_table(
        "remarks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("annotation_id", sa.String(), nullable=True),
        sa.Column("request_id", sa.String(), nullable=True),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("by_staff", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("edited_at", MOMENT, nullable=True),
        sa.Column("deleted_at", MOMENT, nullable=True),
        sa.CheckConstraint("(annotation_id IS NULL) <> (request_id IS NULL)", name="ck_remarks_one_thread"),
        reference("remarks", "annotation_id", "annotations", "CASCADE"),
        reference("remarks", "request_id", "regrade_requests", "CASCADE"),
        reference("remarks", "author_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remarks")),
    )
    op.create_index("ix_remarks_annotation_id", "remarks", ["annotation_id"])
    op.create_index("ix_remarks_request_id", "remarks", ["request_id"])


def make_comments() -> None:
    op.create_table(
        "saved_comments",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("assignment_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        reference("saved_comments", "assignment_id", "assignments", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_comments")),
        sa.UniqueConstraint("assignment_id", "name", name=op.f("uq_saved_comments_assignment_id_name")),
    )
    op.create_table(
        "reveals",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("assignment_id", sa.String(), nullable=False),
        sa.Column("student_id", sa.String(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        reference("reveals", "assignment_id", "assignments", "CASCADE"),
        reference("reveals", "student_id", "users", "CASCADE"),
        reference("reveals", "by_id", "users", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reveals")),
        sa.UniqueConstraint(
            "assignment_id", "by_id", "student_id", name=op.f("uq_reveals_assignment_id_by_id_student_id")
        ),
    )


def downgrade() -> None:
    for table in ("reveals", "saved_comments", "remarks", "regrade_requests", "annotations", "overrides"):
        op.drop_table(table)
    op.drop_index("ix_gradings_likeness", "gradings")
    for column in ("likeness", "stranded", "adjusted_by", "overridden_earned", "override"):
        op.drop_column("gradings", column)
    op.drop_column("assignments", "anonymous")

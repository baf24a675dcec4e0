"""Problems of courses' own, their proofs, starter kits made in the background, regrades.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OF_THE_SERVER = sa.text("course_id IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("problems") as problems:
        problems.add_column(sa.Column("course_id", sa.String(), nullable=True))
        problems.add_column(sa.Column("published", sa.Integer(), nullable=True))
        problems.drop_constraint("uq_problems_slug", type_="unique")
        problems.create_unique_constraint("uq_problems_course_id_slug", ["course_id", "slug"])
        problems.create_foreign_key("fk_problems_course_id_courses", "courses", ["course_id"], ["id"])
    op.create_index(
        "uq_problems_of_the_server",
        "problems",
        ["slug"],
        unique=True,
        sqlite_where=OF_THE_SERVER,
        postgresql_where=OF_THE_SERVER,
    )
    # Until now a problem's newest version was the one that counted.
    op.execute(
        "UPDATE problems SET published = "
        "(SELECT max(number) FROM bundle_versions WHERE bundle_versions.problem_id = problems.id)"
    )
    with op.batch_alter_table("bundle_versions") as versions:
        versions.add_column(sa.Column("handout", sa.Text(), nullable=True))
        versions.add_column(sa.Column("uploaded_by_id", sa.String(), nullable=True))
        versions.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        versions.create_foreign_key(
            "fk_bundle_versions_uploaded_by_id_users", "users", ["uploaded_by_id"], ["id"]
        )
    with op.batch_alter_table("assignments") as assignments:
        assignments.add_column(sa.Column("preface", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("assignments") as assignments:
        assignments.alter_column("preface", existing_type=sa.Text(), server_default=None)
    op.create_table(
        "proofs",
        *attempted(),
        sa.Column("bundle_version_id", sa.String(), nullable=False),
        sa.Column("finding", sa.String(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("findings_json", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["bundle_version_id"],
            ["bundle_versions.id"],
            name=op.f("fk_proofs_bundle_version_id_bundle_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proofs")),
        sa.UniqueConstraint("bundle_version_id", name=op.f("uq_proofs_bundle_version_id")),
    )
    op.create_index("ix_proofs_state", "proofs", ["state", "lease_until"])
    op.create_table(
        "kits",
        *attempted(),
        sa.Column("assignment_id", sa.String(), nullable=False),
        sa.Column("complaint", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignments.id"],
            name=op.f("fk_kits_assignment_id_assignments"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kits")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_kits_assignment_id")),
    )
    op.create_index("ix_kits_state", "kits", ["state", "lease_until"])
    op.create_table(
        "regrades",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("assignment_id", sa.String(), nullable=False),
        sa.Column("bundle_version_id", sa.String(), nullable=False),
        sa.Column("which", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("created_by_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignments.id"],
            name=op.f("fk_regrades_assignment_id_assignments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["bundle_version_id"],
            ["bundle_versions.id"],
            name=op.f("fk_regrades_bundle_version_id_bundle_versions"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_regrades_created_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrades")),
    )
    op.create_index("ix_regrades_assignment_id", "regrades", ["assignment_id"])
    op.create_table(
        "regradings",
        *attempted(),
        sa.Column("regrade_id", sa.String(), nullable=False),
        sa.Column("grading_id", sa.String(), nullable=False),
        sa.Column("earned", sa.Double(), nullable=True),
        sa.Column("points", sa.Double(), nullable=False),
        sa.Column("earned_by", sa.JSON(), nullable=True),
        sa.Column("report_json", sa.Text(), nullable=True),
        sa.Column("was_version_id", sa.String(), nullable=True),
        sa.Column("was_earned", sa.Double(), nullable=True),
        sa.Column("was_points", sa.Double(), nullable=True),
        sa.Column("was_report_json", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["regrade_id"],
            ["regrades.id"],
            name=op.f("fk_regradings_regrade_id_regrades"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["grading_id"],
            ["gradings.id"],
            name=op.f("fk_regradings_grading_id_gradings"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["was_version_id"],
            ["bundle_versions.id"],
            name=op.f("fk_regradings_was_version_id_bundle_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regradings")),
        sa.UniqueConstraint("regrade_id", "grading_id", name=op.f("uq_regradings_regrade_id_grading_id")),
    )
    op.create_index("ix_regradings_state", "regradings", ["state", "lease_until"])
    op.create_index("ix_regradings_grading_id", "regradings", ["grading_id"])


def attempted() -> list[sa.Column[object]]:
    """The columns of work that is tried under a lease."""
    return [
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
    ]


def downgrade() -> None:
    op.drop_table("regradings")
    op.drop_table("regrades")
    op.drop_table("kits")
    op.drop_table("proofs")
    with op.batch_alter_table("assignments") as assignments:
        assignments.drop_column("preface")
    with op.batch_alter_table("bundle_versions") as versions:
        versions.drop_constraint("fk_bundle_versions_uploaded_by_id_users", type_="foreignkey")
        versions.drop_column("withdrawn_at")
        versions.drop_column("uploaded_by_id")
        versions.drop_column("handout")
    op.drop_index("uq_problems_of_the_server", "problems")
    with op.batch_alter_table("problems") as problems:
        problems.drop_constraint("fk_problems_course_id_courses", type_="foreignkey")
        problems.drop_constraint("uq_problems_course_id_slug", type_="unique")
        problems.create_unique_constraint("uq_problems_slug", ["slug"])
        problems.drop_column("published")
        problems.drop_column("course_id")

"""What reports say of single checks, in rows that can be counted; made of the reports that are there.

Revision ID: 0009
Revises: 0008
"""

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

AT_ONCE = 500
"""Reports that are held at a time."""
GRADED = sa.text(
    "SELECT id, submission_id, bundle_version_id, report_json FROM gradings "
    "WHERE report_json IS NOT NULL AND id > :after ORDER BY id LIMIT :count"
)


def upgrade() -> None:
    table = op.create_table(
        "check_results",
        sa.Column("grading_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("submission_id", sa.String(), nullable=False),
        sa.Column("bundle_version_id", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("earned", sa.Double(), nullable=False),
        sa.Column("points", sa.Double(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("diagnosis", sa.String(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("likeness", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["grading_id"],
            ["gradings.id"],
            name=op.f("fk_check_results_grading_id_gradings"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submissions.id"],
            name=op.f("fk_check_results_submission_id_submissions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["bundle_version_id"],
            ["bundle_versions.id"],
            name=op.f("fk_check_results_bundle_version_id_bundle_versions"),
        ),
        sa.PrimaryKeyConstraint("grading_id", "name", name=op.f("pk_check_results")),
    )
    for rows in kept():
        op.bulk_insert(table, rows)
    op.create_index("ix_check_results_submission_id", "check_results", ["submission_id"])
    op.create_index("ix_check_results_likeness", "check_results", ["likeness"])


def kept() -> Iterator[list[dict[str, Any]]]:
    """The rows of every report that is kept, some reports at a time."""
    after = ""
    while graded := op.get_bind().execute(GRADED, {"after": after, "count": AT_ONCE}).all():
        yield [row for one in graded for row in rows(*one)]
        after = graded[-1][0]


def rows(grading: str, submission: str, version: str, report_json: str) -> Iterator[dict[str, Any]]:
    """A row for each check of a report, as `api.checks` wrote them when this migration was made."""
    report = json.loads(report_json)
    for place, check in enumerate(report["checks"]):
        yield {
            "grading_id": grading,
            "submission_id": submission,
            "bundle_version_id": version,
            "place": place,
            "name": check["name"],
            "earned": check["earned"],
            "points": check["points"],
            **why(report["problem"], check),
        }


def why(problem: str, check: dict[str, Any]) -> dict[str, Any]:
    """Why a check did not pass, and which others it is like."""
    if check["verdict"] == "passed":
        return {"passed": True, "diagnosis": "", "sentence": "", "likeness": ""}
    told = check.get("explanation") or {"kind": "unexplained", "sentence": ""}
    misconception = told.get("misconception", "")
    diagnosis = f"misconception:{misconception}" if misconception else told["kind"]
    parts = (problem, check["name"], diagnosis, "" if misconception else signature(check, told))
    return {
        "passed": False,
        "diagnosis": diagnosis,
        "sentence": (told["sentence"] or "It failed, and nothing says why.").replace("\0", "␀"),
        "likeness": sha256("\n".join(parts).encode()).hexdigest()[:16],
    }


def signature(check: dict[str, Any], told: dict[str, Any]) -> str:
    """What a wrong answer without a known misconception is told by."""
    if error := check.get("error"):
        return f"{error['type_name']}: {without_numbers(error['message'])}"
    sentence: str = told["sentence"]
    return sentence if check.get("mismatches") else without_numbers(sentence)


def without_numbers(text: str) -> str:
    """The text with a sign for each number."""
    return re.sub(r"\d+(\.\d+)?(e[+-]?\d+)?", "#", text)


def downgrade() -> None:
    op.drop_table("check_results")

"""What machines found of a submission in all, so that no list of a class has to add up its gradings.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

OF_THOSE_THAT_MACHINES_ARE_DONE_WITH = """
UPDATE submissions SET found = (
    SELECT coalesce(sum(gradings.earned), 0) FROM gradings WHERE gradings.submission_id = submissions.id
) WHERE NOT EXISTS (
    SELECT 1 FROM gradings
    WHERE gradings.submission_id = submissions.id AND gradings.state IN ('queued', 'running', 'fault')
)
"""


def upgrade() -> None:
    op.add_column("submissions", sa.Column("found", sa.Double(), nullable=True))
    op.execute(OF_THOSE_THAT_MACHINES_ARE_DONE_WITH)


def downgrade() -> None:
    op.drop_column("submissions", "found")

"""Tokens with scopes and an end, browsers that one can tell apart, accounts at providers.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# What a token was good for until now, when it was good for everything and for ever.
EVERYTHING = '["read", "submit", "grade", "manage", "account", "admin"]'


def upgrade() -> None:
    with op.batch_alter_table("api_tokens") as tokens:
        tokens.add_column(sa.Column("scopes", sa.JSON(), nullable=False, server_default=EVERYTHING))
        tokens.add_column(sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("api_tokens") as tokens:
        tokens.alter_column("scopes", existing_type=sa.JSON(), server_default=None)
    with op.batch_alter_table("users") as users:
        users.add_column(sa.Column("time_zone", sa.String(), nullable=False, server_default=""))
        users.add_column(sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True))
        users.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("users") as users:
        users.alter_column("time_zone", existing_type=sa.String(), server_default=None)
    with op.batch_alter_table("browser_sessions") as sessions:
        sessions.add_column(sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
        sessions.add_column(sa.Column("address", sa.String(), nullable=False, server_default=""))
        sessions.add_column(sa.Column("agent", sa.String(), nullable=False, server_default=""))
        sessions.add_column(sa.Column("way", sa.String(), nullable=False, server_default="password"))
    op.execute("UPDATE browser_sessions SET seen_at = created_at")
    with op.batch_alter_table("browser_sessions") as sessions:
        sessions.alter_column("seen_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        for name in ("address", "agent", "way"):
            sessions.alter_column(name, existing_type=sa.String(), server_default=None)
    op.create_table(
        "identities",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identities")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_identities_issuer_subject")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_identities_user_id_users"), ondelete="CASCADE"
        ),
    )
    op.create_index(op.f("ix_identities_user_id"), "identities", ["user_id"])
    op.create_table(
        "sign_ins_begun",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("token_digest", sa.String(), nullable=False),
        sa.Column("browser_mark", sa.String(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("verifier", sa.String(), nullable=False),
        sa.Column("next", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins_begun")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_sign_ins_begun_token_digest")),
    )
    op.create_index(op.f("ix_sign_ins_begun_expires_at"), "sign_ins_begun", ["expires_at"])


def downgrade() -> None:
    op.drop_table("sign_ins_begun")
    op.drop_table("identities")
    with op.batch_alter_table("browser_sessions") as sessions:
        for name in ("way", "agent", "address", "seen_at"):
            sessions.drop_column(name)
    with op.batch_alter_table("users") as users:
        for name in ("erased_at", "disabled_at", "time_zone"):
            users.drop_column(name)
    with op.batch_alter_table("api_tokens") as tokens:
        for name in ("expires_at", "scopes"):
            tokens.drop_column(name)

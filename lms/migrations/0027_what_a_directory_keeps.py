"""What a directory keeps: its users, groups and members, what a dry run of it would change, and scopes of tokens."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = ()
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "scim_preview",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("resource_id", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=640), nullable=False),
        sa.Column("name", sa.String(length=320), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("refusal", sa.String(length=500), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("state", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scim_preview")),
        sa.UniqueConstraint("resource_id", name=op.f("uq_scim_preview_resource_id")),
    )
    op.create_index(op.f("ix_scim_preview_key"), "scim_preview", ["key"])
    op.create_table(
        "scim_group",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=400), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_scim_group_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scim_group")),
        sa.UniqueConstraint("name_key", name=op.f("uq_scim_group_name_key")),
    )
    op.create_index(op.f("ix_scim_group_external_id"), "scim_group", ["external_id"])
    op.create_index(op.f("ix_scim_group_team_id"), "scim_group", ["team_id"])
    op.create_table(
        "scim_member",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["scim_group.id"], name=op.f("fk_scim_member_group_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_scim_member_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scim_member")),
        sa.UniqueConstraint("group_id", "person_id", name=op.f("uq_scim_member_group_id_person_id")),
    )
    op.create_index(op.f("ix_scim_member_person_id"), "scim_member", ["person_id"])
    op.create_table(
        "scim_user",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("user_name", sa.String(length=320), nullable=False),
        sa.Column("user_key", sa.String(length=640), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=True),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_scim_user_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_scim_user")),
        sa.UniqueConstraint("user_key", name=op.f("uq_scim_user_user_key")),
    )
    op.create_index(op.f("ix_scim_user_external_id"), "scim_user", ["external_id"])
    op.add_column("api_token", sa.Column("scope", sa.String(length=20), nullable=False, server_default="all"))
    with op.batch_alter_table("api_token") as batch_op:
        batch_op.alter_column("scope", existing_type=sa.String(length=20), server_default=None)


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("api_token") as batch_op:
        batch_op.drop_column("scope")
    op.drop_table("scim_user")
    op.drop_table("scim_member")
    op.drop_table("scim_group")
    op.drop_table("scim_preview")

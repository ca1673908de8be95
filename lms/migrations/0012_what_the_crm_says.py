"""What the CRM says: facts by import, their sources, and who its owners are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = ()
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "crm_fact",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source_id", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("import_number", sa.Integer(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_fact")),
    )
    op.create_index("ix_crm_fact_kind_source_id_key", "crm_fact", ["kind", "source_id", "key"])
    op.create_table(
        "crm_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_source")),
        sa.UniqueConstraint("name", name=op.f("uq_crm_source_name")),
    )
    op.create_table(
        "crm_import",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("is_full", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("alive_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("undone_by_id", sa.Uuid(), nullable=True),
        sa.Column("first_fact", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last_fact", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_crm_import_by_id")),
        sa.ForeignKeyConstraint(["source_id"], ["crm_source.id"], name=op.f("fk_crm_import_source_id")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["person.id"], name=op.f("fk_crm_import_undone_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_import")),
        sa.UniqueConstraint("number", name=op.f("uq_crm_import_number")),
    )
    op.create_table(
        "crm_owner_alias",
        sa.Column("name", sa.String(length=320), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_crm_owner_alias_person_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_crm_owner_alias_recorded_by_id")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_crm_owner_alias")),
    )


def downgrade() -> None:
    """Take the change back; what was imported is lost."""
    op.drop_table("crm_owner_alias")
    op.drop_table("crm_import")
    op.drop_table("crm_source")
    op.drop_index("ix_crm_fact_kind_source_id_key", table_name="crm_fact")
    op.drop_table("crm_fact")

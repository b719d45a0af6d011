"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kassa.store import search

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes every table, the ledger's guards and, on SQLite, the search index."""
    _tables()
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER ledger_refuses_{act.lower()} BEFORE {act} ON ledger "
                "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
            )
        search.create(op.get_bind())
    else:
        op.execute(
            "CREATE FUNCTION ledger_refuses() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$"
        )
        op.execute(
            "CREATE TRIGGER ledger_refuses BEFORE UPDATE OR DELETE ON ledger "
            "FOR EACH ROW EXECUTE FUNCTION ledger_refuses()"
        )
        op.execute("CREATE TRIGGER ledger_refuses_all BEFORE TRUNCATE ON ledger EXECUTE FUNCTION ledger_refuses()")


def _tables() -> None:
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )
    op.create_table(
        "operation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("op", sa.Text(), nullable=True),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("staff", sa.Text(), nullable=True),
        sa.Column("till", sa.Text(), nullable=False),
        sa.Column("undoes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["undoes"], ["operation.id"], name=op.f("fk_operation_undoes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation")),
        sa.UniqueConstraint("op", name=op.f("uq_operation_op")),
    )
    op.create_index(
        "uq_operation_undoes",
        "operation",
        ["undoes"],
        unique=True,
        sqlite_where=sa.text("undoes IS NOT NULL"),
        postgresql_where=sa.text("undoes IS NOT NULL"),
    )
    op.create_table(
        "programme_version",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("applied_at", sa.BigInteger(), nullable=False),
        sa.Column("staff", sa.Text(), nullable=True),
        sa.Column("till", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_programme_version")),
    )
    op.create_table(
        "customer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("birthday", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("visits", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_visit", sa.BigInteger(), nullable=True),
        sa.Column("earlier_visit", sa.BigInteger(), nullable=True),
        sa.Column("tier", sa.Text(), nullable=True),
        sa.Column("tier_until", sa.Text(), nullable=True),
        sa.Column("referred_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("operation", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["operation"], ["operation.id"], name=op.f("fk_customer_operation")),
        sa.ForeignKeyConstraint(["referred_by"], ["customer.id"], name=op.f("fk_customer_referred_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
    )
    op.create_index("ix_customer_email", "customer", ["email"], unique=False)
    op.create_index("ix_customer_phone", "customer", ["phone"], unique=False)
    op.create_table(
        "card",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("customer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("printed", sa.BigInteger(), nullable=True),
        sa.Column("replaced_by", sa.Text(), nullable=True),
        sa.CheckConstraint("(state = 'blank') = (customer IS NULL)", name=op.f("ck_card_holder")),
        sa.CheckConstraint("state IN ('blank', 'active', 'lost', 'blocked', 'replaced')", name=op.f("ck_card_state")),
        sa.ForeignKeyConstraint(["customer"], ["customer.id"], name=op.f("fk_card_customer")),
        sa.ForeignKeyConstraint(["replaced_by"], ["card.code"], name=op.f("fk_card_replaced_by")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_card")),
    )
    op.create_index(op.f("ix_card_customer"), "card", ["customer"], unique=False)
    op.create_table(
        "consent",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("customer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("how", sa.Text(), nullable=True),
        sa.Column("staff", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["customer"], ["customer.id"], name=op.f("fk_consent_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_customer"), "consent", ["customer"], unique=False)
    op.create_table(
        "external_id",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("customer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["customer"], ["customer.id"], name=op.f("fk_external_id_customer")),
        sa.PrimaryKeyConstraint("source", "value", name=op.f("pk_external_id")),
    )
    op.create_index(op.f("ix_external_id_customer"), "external_id", ["customer"], unique=False)
    op.create_table(
        "note",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("customer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("assignee", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("renewed", sa.BigInteger(), nullable=True),
        sa.Column("staff", sa.Text(), nullable=True),
        sa.Column("operation", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("state IN ('open', 'done', 'removed')", name=op.f("ck_note_state")),
        sa.ForeignKeyConstraint(["customer"], ["customer.id"], name=op.f("fk_note_customer")),
        sa.ForeignKeyConstraint(["operation"], ["operation.id"], name=op.f("fk_note_operation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index(op.f("ix_note_customer"), "note", ["customer"], unique=False)
    op.create_table(
        "purchase",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("customer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("operation", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("non_earning", sa.BigInteger(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("returned", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("whole", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("undone", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("undone_at", sa.BigInteger(), nullable=True),
        sa.Column("receipt", sa.Text(), nullable=True),
        sa.Column("staff", sa.Text(), nullable=True),
        sa.Column("till", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["customer"], ["customer.id"], name=op.f("fk_purchase_customer")),
        sa.ForeignKeyConstraint(["operation"], ["operation.id"], name=op.f("fk_purchase_operation")),
        sa.ForeignKeyConstraint(["version"], ["programme_version.number"], name=op.f("fk_purchase_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase")),
    )
    op.create_index("ix_purchase_customer_at", "purchase", ["customer", "at"], unique=False)
    op.create_index(
        "uq_purchase_receipt",
        "purchase",
        ["receipt", "business_date"],
        unique=True,
        sqlite_where=sa.text("receipt IS NOT NULL AND NOT undone"),
        postgresql_where=sa.text("receipt IS NOT NULL AND NOT undone"),
    )
    op.create_table(
        "stamp_card",
        sa.Column("customer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("balance", sa.Integer(), nullable=False),
        sa.Column("head_start", sa.Integer(), nullable=False),
        sa.Column("carried", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["carried"], ["operation.id"], name=op.f("fk_stamp_card_carried")),
        sa.ForeignKeyConstraint(["customer"], ["customer.id"], name=op.f("fk_stamp_card_customer")),
        sa.ForeignKeyConstraint(["version"], ["programme_version.number"], name=op.f("fk_stamp_card_version")),
        sa.PrimaryKeyConstraint("customer", "programme", name=op.f("pk_stamp_card")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tag",
        sa.Column("customer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["customer"], ["customer.id"], name=op.f("fk_tag_customer")),
        sa.PrimaryKeyConstraint("customer", "name", name=op.f("pk_tag")),
    )
    op.create_table(
        "card_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("operation", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("customer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["code"], ["card.code"], name=op.f("fk_card_event_code")),
        sa.ForeignKeyConstraint(["customer"], ["customer.id"], name=op.f("fk_card_event_customer")),
        sa.ForeignKeyConstraint(["operation"], ["operation.id"], name=op.f("fk_card_event_operation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_event")),
    )
    op.create_index(op.f("ix_card_event_code"), "card_event", ["code"], unique=False)
    op.create_table(
        "note_past",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("note", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("operation", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["note"], ["note.id"], name=op.f("fk_note_past_note")),
        sa.ForeignKeyConstraint(["operation"], ["operation.id"], name=op.f("fk_note_past_operation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_past")),
    )
    op.create_index(op.f("ix_note_past_note"), "note_past", ["note"], unique=False)
    op.create_table(
        "purchase_item",
        sa.Column("purchase", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("returned", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "quantity > 0 AND returned >= 0 AND returned <= quantity", name=op.f("ck_purchase_item_quantity")
        ),
        sa.ForeignKeyConstraint(["purchase"], ["purchase.id"], name=op.f("fk_purchase_item_purchase")),
        sa.PrimaryKeyConstraint("purchase", "line", name=op.f("pk_purchase_item")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reward",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("customer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reward", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("programme", sa.Text(), nullable=True),
        sa.Column("card_number", sa.Integer(), nullable=True),
        sa.Column("card_version", sa.Integer(), nullable=True),
        sa.Column("card_boxes", sa.Integer(), nullable=True),
        sa.Column("head_start", sa.Integer(), server_default="0", nullable=False),
        sa.Column("operation", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("purchase", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("valid_until", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("redeemed", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("redeemed_at", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("(state = 'redeemed') = (redeemed IS NOT NULL)", name=op.f("ck_reward_redeemed")),
        sa.CheckConstraint("state IN ('available', 'redeemed', 'withdrawn')", name=op.f("ck_reward_state")),
        sa.ForeignKeyConstraint(["customer"], ["customer.id"], name=op.f("fk_reward_customer")),
        sa.ForeignKeyConstraint(["operation"], ["operation.id"], name=op.f("fk_reward_operation")),
        sa.ForeignKeyConstraint(["purchase"], ["purchase.id"], name=op.f("fk_reward_purchase")),
        sa.ForeignKeyConstraint(["redeemed"], ["operation.id"], name=op.f("fk_reward_redeemed")),
        sa.ForeignKeyConstraint(["version"], ["programme_version.number"], name=op.f("fk_reward_version")),
        sa.ForeignKeyConstraint(["withdrawn"], ["operation.id"], name=op.f("fk_reward_withdrawn")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward")),
    )
    op.create_index(op.f("ix_reward_customer"), "reward", ["customer"], unique=False)
    op.create_index(op.f("ix_reward_operation"), "reward", ["operation"], unique=False)
    op.create_index(
        "uq_reward_cause",
        "reward",
        ["customer", "cause"],
        unique=True,
        sqlite_where=sa.text("state <> 'withdrawn'"),
        postgresql_where=sa.text("state <> 'withdrawn'"),
    )
    op.create_table(
        "take_back",
        sa.Column("operation", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("purchase", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("undone", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.ForeignKeyConstraint(["operation"], ["operation.id"], name=op.f("fk_take_back_operation")),
        sa.ForeignKeyConstraint(["purchase"], ["purchase.id"], name=op.f("fk_take_back_purchase")),
        sa.PrimaryKeyConstraint("operation", name=op.f("pk_take_back")),
    )
    op.create_index(op.f("ix_take_back_purchase"), "take_back", ["purchase"], unique=False)
    op.create_table(
        "ledger",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("operation", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("customer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("programme", sa.Text(), nullable=True),
        sa.Column("card_number", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("delta", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("purchase", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reward", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reverses", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("because", sa.Text(), nullable=False),
        sa.CheckConstraint("(unit = 'stamps') = (programme IS NOT NULL)", name=op.f("ck_ledger_programme")),
        sa.CheckConstraint(
            "kind IN ('head_start', 'earned', 'bonus', 'spent', 'returned', 'expired', 'adjusted', 'undone')",
            name=op.f("ck_ledger_kind"),
        ),
        sa.CheckConstraint("unit IN ('stamps', 'points')", name=op.f("ck_ledger_unit")),
        sa.ForeignKeyConstraint(["customer"], ["customer.id"], name=op.f("fk_ledger_customer")),
        sa.ForeignKeyConstraint(["operation"], ["operation.id"], name=op.f("fk_ledger_operation")),
        sa.ForeignKeyConstraint(["purchase"], ["purchase.id"], name=op.f("fk_ledger_purchase")),
        sa.ForeignKeyConstraint(["reverses"], ["ledger.id"], name=op.f("fk_ledger_reverses")),
        sa.ForeignKeyConstraint(["reward"], ["reward.id"], name=op.f("fk_ledger_reward")),
        sa.ForeignKeyConstraint(["version"], ["programme_version.number"], name=op.f("fk_ledger_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger")),
    )
    op.create_index("ix_ledger_customer_programme", "ledger", ["customer", "programme", "id"], unique=False)

"""The tables. Money is integer minor units; moments are UTC microseconds since 1970; dates are ISO text.

The same tables run on SQLite and PostgreSQL; the search index (``search``) and the ledger's triggers are each
engine's own.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    event,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _where(condition: str) -> dict[str, Any]:
    """An index over only those rows; every page that a purchase needn't touch is a page less to seal and sync."""
    return {"sqlite_where": text(condition), "info": {"where": condition}}


@event.listens_for(metadata, "before_create")
def _where_for_postgresql(_: MetaData, connection: Connection, **__: Any) -> None:
    # Said only where it is wanted: naming PostgreSQL loads its drivers, which a till with its own file never needs.
    if connection.dialect.name == "postgresql":
        for table in metadata.tables.values():
            for index in table.indexes:
                if "where" in index.info:
                    index.dialect_options["postgresql"]["where"] = text(index.info["where"])


# SQLite gives its rowid only to a plain INTEGER key; PostgreSQL wants the room.
_Id = BigInteger().with_variant(Integer, "sqlite")

# What the shop remembers about itself, such as the latest moment at which anything was written.
meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

programme_version = Table(
    "programme_version",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("since", BigInteger, nullable=False),
    Column("document", Text, nullable=False),
    Column("applied_at", BigInteger, nullable=False),
    Column("staff", Text),
    Column("till", Text, nullable=False),
)

operation = Table(
    "operation",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("op", Text, unique=True),
    Column("verb", Text, nullable=False),
    Column("digest", Text),
    Column("reply", Text),
    Column("subject", Text),
    Column("at", BigInteger, nullable=False),
    Column("staff", Text),
    Column("till", Text, nullable=False),
    Column("undoes", ForeignKey("operation.id")),
    # The import that brought this one in.
    Column("part_of", ForeignKey("operation.id")),
    Index("uq_operation_undoes", "undoes", unique=True, **_where("undoes IS NOT NULL")),
    Index("ix_operation_part_of", "part_of", **_where("part_of IS NOT NULL")),
)

customer = Table(
    "customer",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("name", Text),
    Column("phone", Text),
    Column("email", Text),
    Column("address", Text),
    Column("birthday", Text),
    Column("language", Text),
    Column("since", Text, nullable=False),
    Column("visits", Integer, nullable=False, server_default="0"),
    Column("last_visit", BigInteger),
    # The latest visit that another program told of and that has no purchase here.
    Column("earlier_visit", BigInteger),
    Column("tier", Text),
    Column("tier_until", Text),
    Column("referred_by", ForeignKey("customer.id")),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("operation", ForeignKey("operation.id")),
    # How many visits another program told of; those of them that have purchases here are counted once.
    Column("told_visits", Integer, nullable=False, server_default="0"),
    # The operation that took the person out of the register; only the ledger's lines still name the number.
    Column("gone", ForeignKey("operation.id")),
    Index("ix_customer_phone", "phone"),
    Index("ix_customer_email", "email"),
    Index("ix_customer_referred_by", "referred_by", **_where("referred_by IS NOT NULL")),
)

# What each change of a customer's fields was, for undo and for the owner: both are JSON of the fields that changed.
customer_past = Table(
    "customer_past",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("customer", ForeignKey("customer.id"), nullable=False, index=True),
    Column("operation", ForeignKey("operation.id"), nullable=False, index=True),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
)

external_id = Table(
    "external_id",
    metadata,
    Column("source", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("customer", ForeignKey("customer.id"), nullable=False, index=True),
    Column("operation", ForeignKey("operation.id")),
    # What the row said when it last came in: the same words again say nothing new.
    Column("print", Text),
    # The purchase, where it is a receipt's id.
    Column("purchase", ForeignKey("purchase.id")),
    Index("ix_external_id_purchase", "purchase", **_where("purchase IS NOT NULL")),
)

# One row for each file brought in; ``running`` also means that its till may have died over it.
import_run = Table(
    "import_run",
    metadata,
    Column("operation", ForeignKey("operation.id"), primary_key=True, autoincrement=False),
    Column("file", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("format", Text, nullable=False),
    # From this number on customers may be this import's own.
    Column("first_customer", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("report", Text),
    CheckConstraint("state IN ('running', 'done', 'undoing', 'undone')", name="state"),
)

tag = Table(
    "tag",
    metadata,
    Column("customer", ForeignKey("customer.id"), primary_key=True),
    Column("name", Text, primary_key=True),
)

consent = Table(
    "consent",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("customer", ForeignKey("customer.id"), nullable=False, index=True),
    Column("channel", Text, nullable=False),
    Column("given", Boolean, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("how", Text),
    Column("staff", Text),
    Column("operation", ForeignKey("operation.id")),
)

note = Table(
    "note",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("customer", ForeignKey("customer.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("pinned", Boolean, nullable=False),
    Column("due", Text),
    Column("assignee", Text),
    Column("state", Text, nullable=False),
    Column("outcome", Text),
    Column("created", BigInteger, nullable=False),
    # When somebody last said that it still holds.
    Column("renewed", BigInteger),
    Column("staff", Text),
    Column("operation", ForeignKey("operation.id")),
    CheckConstraint("state IN ('open', 'done', 'removed')", name="state"),
)

# What a note said before each change, for the owner.
note_past = Table(
    "note_past",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("note", ForeignKey("note.id"), nullable=False, index=True),
    Column("operation", ForeignKey("operation.id"), nullable=False),
    Column("before", Text, nullable=False),
)

card = Table(
    "card",
    metadata,
    Column("code", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("customer", ForeignKey("customer.id"), index=True),
    Column("printed", BigInteger),
    Column("replaced_by", ForeignKey("card.code")),
    CheckConstraint("state IN ('blank', 'active', 'lost', 'blocked', 'replaced')", name="state"),
    # A sheet that the printer spoilt has blocked cards that were never anybody's.
    CheckConstraint(
        "CASE state WHEN 'blank' THEN customer IS NULL WHEN 'blocked' THEN TRUE ELSE customer IS NOT NULL END",
        name="holder",
    ),
)

card_event = Table(
    "card_event",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("code", ForeignKey("card.code"), nullable=False, index=True),
    Column("operation", ForeignKey("operation.id"), nullable=False),
    Column("state", Text, nullable=False),
    Column("customer", ForeignKey("customer.id")),
    Index("ix_card_event_customer", "customer", **_where("customer IS NOT NULL")),
    Index("ix_card_event_operation", "operation"),
)

# One row for each printing of blank cards: how its codes, in the order of their events, lie on the pages.
print_run = Table(
    "print_run",
    metadata,
    Column("operation", ForeignKey("operation.id"), primary_key=True, autoincrement=False),
    Column("sheet", Text, nullable=False),
    Column("places", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("cards", Integer, nullable=False),
)

purchase = Table(
    "purchase",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("customer", ForeignKey("customer.id"), nullable=False),
    Column("operation", ForeignKey("operation.id"), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("business_date", Text, nullable=False),
    Column("version", ForeignKey("programme_version.number"), nullable=False),
    Column("amount", BigInteger),
    Column("non_earning", BigInteger, nullable=False),
    # What tiers count while it is not undone: what was bought less what came back.
    Column("net", BigInteger, nullable=False),
    Column("returned", BigInteger, nullable=False, server_default="0"),
    Column("whole", Boolean, nullable=False, server_default=text("false")),
    Column("undone", Boolean, nullable=False, server_default=text("false")),
    Column("undone_at", BigInteger),
    Column("receipt", Text),
    Column("staff", Text),
    Column("till", Text, nullable=False),
    Index("ix_purchase_customer_at", "customer", "at"),
    Index(
        "uq_purchase_receipt", "receipt", "business_date", unique=True, **_where("receipt IS NOT NULL AND NOT undone")
    ),
)

purchase_item = Table(
    "purchase_item",
    metadata,
    Column("purchase", ForeignKey("purchase.id"), primary_key=True),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("item", Text, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("amount", BigInteger),
    Column("returned", Integer, nullable=False, server_default="0"),
    CheckConstraint("quantity > 0 AND returned >= 0 AND returned <= quantity", name="quantity"),
    sqlite_with_rowid=False,
)

# One row for each return: what came back, and by how much it lowered what tiers count.
take_back = Table(
    "take_back",
    metadata,
    Column("operation", ForeignKey("operation.id"), primary_key=True),
    Column("purchase", ForeignKey("purchase.id"), nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("items", Text, nullable=False),
    Column("net", BigInteger, nullable=False),
    Column("undone", Boolean, nullable=False, server_default=text("false")),
)

stamp_card = Table(
    "stamp_card",
    metadata,
    Column("customer", ForeignKey("customer.id"), primary_key=True),
    Column("programme", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("version", ForeignKey("programme_version.number")),
    Column("balance", Integer, nullable=False),
    Column("head_start", Integer, nullable=False),
    # The operation that carried a paper card over: once for each customer and stamp card.
    Column("carried", ForeignKey("operation.id")),
    sqlite_with_rowid=False,
)

reward = Table(
    "reward",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("customer", ForeignKey("customer.id"), nullable=False, index=True),
    Column("reward", Text, nullable=False),
    Column("version", ForeignKey("programme_version.number"), nullable=False),
    # Why it was given, such as card:coffee-card:5 or tier:gold: one reward for each cause, unless it was withdrawn.
    Column("cause", Text, nullable=False),
    Column("programme", Text),
    Column("card_number", Integer),
    Column("card_version", Integer),
    Column("card_boxes", Integer),
    Column("head_start", Integer, nullable=False, server_default="0"),
    Column("operation", ForeignKey("operation.id"), nullable=False, index=True),
    Column("purchase", ForeignKey("purchase.id")),
    Column("issued_at", BigInteger, nullable=False),
    Column("valid_until", Text),
    Column("state", Text, nullable=False),
    Column("redeemed", ForeignKey("operation.id")),
    Column("redeemed_at", BigInteger),
    Column("withdrawn_at", BigInteger),
    Column("withdrawn", ForeignKey("operation.id")),
    CheckConstraint("state IN ('available', 'redeemed', 'withdrawn')", name="state"),
    CheckConstraint("(state = 'redeemed') = (redeemed IS NOT NULL)", name="redeemed"),
    Index("uq_reward_cause", "customer", "cause", unique=True, **_where("state <> 'withdrawn'")),
)

# The code that a letter's coupon carries; what becomes of it is its reward's.
coupon = Table(
    "coupon",
    metadata,
    Column("code", Text, primary_key=True),
    Column("reward", ForeignKey("reward.id"), nullable=False, unique=True),
)

ledger = Table(
    "ledger",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("operation", ForeignKey("operation.id"), nullable=False),
    Column("customer", ForeignKey("customer.id"), nullable=False),
    Column("unit", Text, nullable=False),
    Column("programme", Text),
    Column("card_number", Integer),
    Column("version", ForeignKey("programme_version.number"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("delta", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("purchase", ForeignKey("purchase.id")),
    Column("reward", ForeignKey("reward.id")),
    Column("reverses", ForeignKey("ledger.id")),
    Column("because", Text, nullable=False),
    CheckConstraint("unit IN ('stamps', 'points')", name="unit"),
    CheckConstraint("(unit = 'stamps') = (programme IS NOT NULL)", name="programme"),
    CheckConstraint(
        "kind IN ('head_start', 'earned', 'bonus', 'spent', 'returned', 'expired', 'adjusted', 'undone')", name="kind"
    ),
    Index("ix_ledger_customer_programme", "customer", "programme", "id"),
)

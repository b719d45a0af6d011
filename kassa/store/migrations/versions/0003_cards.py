"""Cards: blank stock by its printings, spoilt sheets, coupons."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds printings and coupons, and lets a card be blocked that was never anybody's."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "print_run",
        sa.Column("operation", number, autoincrement=False, nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("cards", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["operation"], ["operation.id"], name=op.f("fk_print_run_operation")),
        sa.PrimaryKeyConstraint("operation", name=op.f("pk_print_run")),
    )
    op.create_table(
        "coupon",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("reward", number, nullable=False),
        sa.ForeignKeyConstraint(["reward"], ["reward.id"], name=op.f("fk_coupon_reward")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_coupon")),
        sa.UniqueConstraint("reward", name=op.f("uq_coupon_reward")),
    )
    with op.batch_alter_table("card") as card:
        card.drop_constraint(op.f("ck_card_holder"), type_="check")
        card.create_check_constraint(
            op.f("ck_card_holder"),
            "CASE state WHEN 'blank' THEN customer IS NULL WHEN 'blocked' THEN TRUE ELSE customer IS NOT NULL END",
        )
    op.create_index("ix_card_event_operation", "card_event", ["operation"])

"""A family note is asked about after twelve months."""

from __future__ import annotations

from kassa.services import corrections, customers, notes
from tests.builders import Shop


def test_a_family_note_asks_after_twelve_months_until_somebody_answers(shop: Shop) -> None:
    maria = shop.join()
    note = notes.add(shop.session, maria, "Dottern Ella läser på KTH", kind="family")
    notes.add(shop.session, maria, "Havremjölk i kaffet", kind="likes")

    def asking() -> list[str]:
        held = customers.show(shop.session, maria).notes
        return [each.id for each in held if each.asks_renewal(shop.clock.now.date())]

    shop.clock.pass_time(days=364)
    assert asking() == []
    shop.clock.pass_time(days=1)
    assert asking() == [note.id]
    notes.renew(shop.session, note.id, op="renewed")
    assert asking() == []
    corrections.undo(shop.session, "renewed")
    assert asking() == [note.id]
    notes.edit(shop.session, note.id, {"text": "Dottern Ella är klar på KTH"})
    assert asking() == []

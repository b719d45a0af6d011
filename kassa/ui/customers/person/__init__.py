"""One customer, whole: who it is, what to remember, what they have, why, and all that was bought."""

from __future__ import annotations

from kassa.ui.customers.person.detail import CustomerDetail

__all__ = ["CustomerDetail"]

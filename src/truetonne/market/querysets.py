"""Which quotes and orders a person may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from truetonne.market.models import Order, Quote  # noqa: F401 - named in the bases below
    from truetonne.people.models import Person


class QuoteQuerySet(models.QuerySet["Quote"]):
    def visible_to(self, person: Person) -> QuoteQuerySet:
        """Operator staff see every quote, others those of their organizations."""
        if person.is_operator_staff():
            return self
        return self.filter(organization_id__in=person.list_organization_ids())


class OrderQuerySet(models.QuerySet["Order"]):
    def visible_to(self, person: Person) -> OrderQuerySet:
        """Operator staff see every order, others those of their organizations."""
        if person.is_operator_staff():
            return self
        return self.filter(organization_id__in=person.list_organization_ids())

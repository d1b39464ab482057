"""The basket's form: one mass in tonnes beside each lot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from truetonne.edge.identifiers import show_id
from truetonne.edge.number_fields import TonnesField
from truetonne.ledger.values import LotState


class BasketForm(forms.Form):
    """Masses by lot; a lot without one stays in the basket and is not quoted."""

    request_id = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(
        self, data: object = None, *, lots: Sequence[LotState], masses: Mapping[UUID, int], request_id: str
    ) -> None:
        super().__init__(data, initial={"request_id": request_id})  # type: ignore[arg-type]
        self.lots = tuple(lots)
        for lot in self.lots:
            kg = masses.get(lot.lot_id, 0)
            self.fields[self.name_of(lot_id=lot.lot_id)] = TonnesField(
                label=_("Tonnes of %(lot)s") % {"lot": lot.facts["project_name"]},
                required=False,
                least_kg=0,
                initial=kg or "",
            )

    @staticmethod
    def name_of(*, lot_id: UUID) -> str:
        """Return the name of a lot's field."""
        return show_id(prefix="lot", id=lot_id)

    def masses(self) -> dict[UUID, int]:
        """Return kilograms by lot, 0 where none was given or it could not be read."""
        masses = {}
        for lot in self.lots:
            kg = self.cleaned_data.get(self.name_of(lot_id=lot.lot_id), 0)
            masses[lot.lot_id] = kg if isinstance(kg, int) else 0
        return masses

"""The basket's form: one mass in tonnes beside each lot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from truetonne.edge.identifiers import show_id
from truetonne.ledger.values import LotState
from truetonne.science.quantity import InvalidQuantity, format_tonnes, parse_tonnes


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
            self.fields[self.name_of(lot_id=lot.lot_id)] = forms.CharField(
                label=_("Tonnes of %(lot)s") % {"lot": lot.facts["project_name"]},
                required=False,
                max_length=20,
                initial=format_tonnes(kg=kg) if kg else "",
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )

    @staticmethod
    def name_of(*, lot_id: UUID) -> str:
        """Return the name of a lot's field."""
        return show_id(prefix="lot", id=lot_id)

    def clean(self) -> dict[str, object]:
        found: dict[str, object] = dict(self.cleaned_data)
        for lot in self.lots:
            name = self.name_of(lot_id=lot.lot_id)
            text = str(found.get(name) or "").strip()
            try:
                found[name] = parse_tonnes(text=text) if text else 0
            except InvalidQuantity:
                message = _("Write digits with a point and at most three decimals, such as 1234.567.")
                self.add_error(name, message)
        return found

    def masses(self) -> dict[UUID, int]:
        """Return kilograms by lot, 0 where none was given or it could not be read."""
        masses = {}
        for lot in self.lots:
            kg = self.cleaned_data.get(self.name_of(lot_id=lot.lot_id), 0)
            masses[lot.lot_id] = kg if isinstance(kg, int) else 0
        return masses

"""Forms of reporters: a file, its mapping, a version, its publication. They read shapes; actions and rules judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from truetonne.edge.number_fields import read_decimal
from truetonne.footprints.activity_files.cleaning import FIELDS, ActivityMapping
from truetonne.footprints.activity_files.rows import SUFFIXES
from truetonne.footprints.inventory_words import CHANGE_WORDS, CONSOLIDATION_WORDS, FIELD_WORDS
from truetonne.footprints.words import ASSURANCE_WORDS, CATEGORY_WORDS, STATE_WORDS
from truetonne.members.forms import RequestForm
from truetonne.rules.inventory.base_year import ChangeKind

UPLOAD_BYTES_MAX: Final = 512 * 1024 * 1024
CONSTANTS: Final = ("part", "category", "unit", "currency", "price_year", "region")
"""Fields that may be the same for a whole file."""
GWP_SETS: Final = ("AR4GWP100", "AR5GWP100", "AR6GWP100", "AR6GWP20")
STATES: Final = ("not_relevant", "relevant_not_calculated", "excluded", "not_disclosed")

KG_BELOW = 10**15


class UploadForm(RequestForm):
    """A file of activity of an entity's year."""

    entity = forms.ChoiceField(label=_("Legal entity"))
    year = forms.IntegerField(label=_("Inventory year"), min_value=1990, max_value=2100)
    sent = forms.FileField(
        label=_("File"), help_text=_("CSV, Excel or Parquet with a header, at most 512 MB. It is kept with its SHA-256 as evidence.")
    )  # fmt: skip
    name = forms.CharField(
        label=_("What it holds"), max_length=200, help_text=_("Such as: purchase ledger, main plant")
    )

    field_order = ("entity", "year", "sent", "name")

    def __init__(self, *args: Any, entities: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entity"].choices = entities  # type: ignore[attr-defined]
        self.fields["sent"].widget.attrs["accept"] = ",".join(SUFFIXES)

    def clean_sent(self) -> UploadedFile[Any]:
        sent: UploadedFile[Any] = self.cleaned_data["sent"]
        if (sent.size or 0) > UPLOAD_BYTES_MAX:
            raise forms.ValidationError(_("Larger than 512 MB. Use truetonne inventory load on the command line."))
        if not (sent.name or "").lower().endswith(SUFFIXES):
            raise forms.ValidationError(_("This kind of file is not read. Use .csv, .xlsx or .parquet."))
        return sent


class MappingForm(RequestForm):
    """Which column is what, what holds for the whole file, and the ledger's own words for activities."""

    def __init__(self, data: Any = None, *, header: Sequence[str], mapping: ActivityMapping, request_id: str) -> None:
        super().__init__(data, initial={"request_id": request_id})
        columns = [("", _("no column")), *((name, name) for name in header)]
        for field in FIELDS:
            self.fields[f"column_{field}"] = forms.ChoiceField(
                label=FIELD_WORDS[field],
                choices=columns,
                required=field == "factor_key",
                initial=mapping.columns.get(field, ""),
            )
            if field in CONSTANTS:
                self.fields[f"constant_{field}"] = forms.CharField(
                    label=_("for every row"), max_length=64, required=False, initial=mapping.constants.get(field, "")
                )
        self.fields["decimal_mark"] = forms.ChoiceField(
            label=_("Decimal mark"), choices=[(".", "1,234.5"), (",", "1.234,5")], initial=mapping.decimal_mark
        )
        self.fields["keys"] = forms.CharField(
            label=_("Your words for activities"), required=False, widget=forms.Textarea(attrs={"rows": 6}),
            initial="\n".join(f"{word} = {key}" for word, key in mapping.keys.items()),
            help_text=_("One a line: your word = the activity in the factor set. Only what you write here is matched; likeness never is."),
        )  # fmt: skip

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField | None]]:
        """Return each field of a file with its column, and with its constant where it may have one."""
        return [
            (self[f"column_{field}"], self[f"constant_{field}"] if field in CONSTANTS else None) for field in FIELDS
        ]

    def clean_keys(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for line in str(self.cleaned_data["keys"]).splitlines():
            if not line.strip():
                continue
            word, mark, key = line.rpartition(" = ")
            if not mark or not word.strip() or not key.strip():
                raise forms.ValidationError(_("%(line)s: write your word, an equals sign between blanks, the activity."), params={"line": line})  # fmt: skip
            found[word.strip()] = key.strip()
        return found

    def mapping(self) -> ActivityMapping:
        """Return what the form says."""
        given = self.cleaned_data
        return ActivityMapping(
            columns={field: given[f"column_{field}"] for field in FIELDS if given[f"column_{field}"]},
            constants={field: given[f"constant_{field}"] for field in CONSTANTS if given[f"constant_{field}"]},
            keys=given["keys"], decimal_mark=given["decimal_mark"],
        )  # fmt: skip


class ComputeForm(RequestForm):
    """How a year is computed, and what is said of parts without lines."""

    sets = forms.MultipleChoiceField(label=_("Factor sets"), widget=forms.CheckboxSelectMultiple)
    gwp_set = forms.ChoiceField(label=_("GWP set"), choices=[(name, name) for name in GWP_SETS], initial="AR5GWP100")
    methane_origin = forms.ChoiceField(
        label=_("Origin of methane where factors do not say"), required=False,
        choices=[("", _("not stated")), ("fossil", _("fossil")), ("non_fossil", _("not fossil"))],
    )  # fmt: skip
    consolidation = forms.ChoiceField(label=_("Boundary"), choices=list(CONSOLIDATION_WORDS.items()))
    is_base_year = forms.BooleanField(label=_("This is the base year"), required=False)
    change_kind = forms.ChoiceField(
        label=_("A change of structure"), required=False, choices=[("", _("none")), *CHANGE_WORDS.items()],
        help_text=_("Bought, sold, taken in or given away: held against the base year's threshold."),
    )  # fmt: skip
    change_tonnes = forms.CharField(
        label=_("What it moves in the base year, t"), required=False, max_length=20, help_text=_("Below 0 where emissions leave.")
    )  # fmt: skip
    what = forms.CharField(label=_("What changes against the final version"), required=False, max_length=1000)
    why = forms.CharField(label=_("Why it changes"), required=False, max_length=1000)
    kind = forms.ChoiceField(
        label=_("Sort of change"), choices=list(CHANGE_WORDS.items()), initial=ChangeKind.ERROR.value, required=False
    )

    def __init__(
        self, *args: Any, sets: Sequence[tuple[str, str]], said: Mapping[int, tuple[str, str]], restates: bool, **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["sets"].choices = sets  # type: ignore[attr-defined]
        if not restates:
            for name in ("what", "why", "kind"):
                del self.fields[name]
        else:
            self.fields["what"].required = self.fields["why"].required = True
        choices = [("", _("as its lines say")), *((state, STATE_WORDS[state]) for state in STATES)]
        for number, words in CATEGORY_WORDS.items():
            state, reason = said.get(number, ("", ""))
            self.fields[f"state_{number}"] = forms.ChoiceField(
                label=words, choices=choices, required=False, initial=state
            )
            self.fields[f"reason_{number}"] = forms.CharField(
                label=_("Reason"), max_length=500, required=False, initial=reason
            )

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """Return the fields above the table of categories."""
        return [self[name] for name in self.fields if not name.startswith(("state_", "reason_"))]

    @property
    def categories(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        """Return number, state and reason of each category."""
        return [(number, self[f"state_{number}"], self[f"reason_{number}"]) for number in CATEGORY_WORDS]

    def clean(self) -> dict[str, Any]:
        """A state that needs a reason has one; a change of structure has its tonnes."""
        given = super().clean() or {}
        for number in CATEGORY_WORDS:
            state, reason = given.get(f"state_{number}"), str(given.get(f"reason_{number}") or "").strip()
            if state in {"not_relevant", "excluded"} and not reason:
                self.add_error(f"reason_{number}", _("Say why."))
        if given.get("change_kind"):
            try:
                given["change_kg"] = read_signed_kg(text=str(given.get("change_tonnes") or ""))
            except forms.ValidationError as error:
                self.add_error("change_tonnes", error)
        return given


class PublishForm(RequestForm):
    """The second step: public for ever, with its assurance."""

    level_of_assurance = forms.ChoiceField(label=_("Assurance"), choices=list(ASSURANCE_WORDS.items()))
    assurer = forms.CharField(label=_("Assured by"), required=False, max_length=200)
    understood = forms.BooleanField(label=_("I know that this is public for ever; a correction is a new version."))

    def clean(self) -> dict[str, Any]:
        """Assurance names its assurer, no assurance names none."""
        given = super().clean() or {}
        if (given.get("level_of_assurance") == "none") != (not str(given.get("assurer") or "").strip()):
            self.add_error("assurer", _("Assurance names its assurer, no assurance names none."))
        return given


def read_signed_kg(*, text: str) -> int:
    """Return whole kilograms of tonnes typed with at most three decimals. Raises ValidationError."""
    kg = Decimal(read_decimal(text=text)) * 1000
    if kg != kg.to_integral_value() or abs(kg) >= KG_BELOW:
        raise forms.ValidationError(_("Write tonnes with at most three decimals."))
    return int(kg)

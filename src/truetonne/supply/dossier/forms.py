"""Forms of the dossier: one per kind of entry. They read; the actions judge."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from truetonne.edge.number_fields import LocalDecimalField, TonnesField
from truetonne.rules.eligibility.assessing import BUYER_CONDITIONS
from truetonne.supply.dossier.fields import GROSS_DEDUCTIONS, Kind
from truetonne.supply.dossier.states import Attainment, DisclaimerKind, DocumentKind, LabelState, Measure
from truetonne.supply.dossier.words import (
    ATTAINMENT_WORDS,
    CONDITION_WORDS,
    DISCLAIMER_WORDS,
    DOCUMENT_WORDS,
    GAS_WORDS,
    GROSS_WORDS,
    LABEL_STATE_WORDS,
    MEASURE_WORDS,
)
from truetonne.supply.forms import DAY, RequestForm

TEXT_MAX = 10_000
LINE_MAX = 300
_LONG = forms.Textarea(attrs={"rows": 6})
_SHORT = forms.Textarea(attrs={"rows": 3})
_DECIMAL = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
_SHA256 = re.compile(r"[0-9a-f]{64}")


class MassField(TonnesField):
    """A mass in tonnes, zero included; cleans to kilograms."""

    def __init__(self, **given: Any) -> None:
        super().__init__(least_kg=0, **given)


class WebAddress(forms.URLField):
    """An address of the web, with https unless it says otherwise."""

    def __init__(self, **given: Any) -> None:
        super().__init__(assume_scheme="https", max_length=2_000, **given)


class StoryForm(RequestForm):
    """One sentence and a few paragraphs in one language."""

    language = forms.ChoiceField(
        label=_("Language"), choices=[("en", "English"), ("vi", "Tiếng Việt"), ("zh-Hans", "中文")]
    )
    lede = forms.CharField(
        label=_("In one or two sentences"),
        max_length=400,
        widget=_SHORT,
        help_text=_("What is done and what is credited."),
    )
    body = forms.CharField(
        label=_("In full"),
        max_length=TEXT_MAX,
        widget=_LONG,
        required=False,
        help_text=_("An empty line parts paragraphs."),
    )


class ProfileForm(RequestForm):
    """What the registry does not state."""

    durability_years = forms.IntegerField(
        label=_("Durability, years"), min_value=1, max_value=100_000, required=False,
        help_text=_("How long the carbon stays away, as the method or the contract has it."),
    )  # fmt: skip
    gas = forms.ChoiceField(label=_("Gas"), choices=[("", _("not stated")), *GAS_WORDS.items()], required=False)
    region = forms.CharField(label=_("Region within the country"), max_length=LINE_MAX, required=False)
    source = forms.CharField(label=_("Source"), max_length=LINE_MAX, help_text=_("Document and page that state it."))


class GrossToNetForm(RequestForm):
    """How one issuance came about."""

    issuance = forms.CharField(label=_("Issuance"), max_length=LINE_MAX, help_text=_("As the registry names it."))
    period_from = forms.DateField(label=_("First day"), widget=DAY)
    period_last = forms.DateField(label=_("Last day"), widget=DAY)
    source = forms.CharField(label=_("Source"), max_length=LINE_MAX, help_text=_("Document and page that state it."))

    def __init__(self, data: Any = None, *, initial: Mapping[str, object] | None = None, **given: Any) -> None:
        filled = dict(initial or {})
        if "period_until" in filled:
            filled["period_last"] = filled["period_until"] - timedelta(days=1)  # type: ignore[operator]
        super().__init__(data, initial=filled, **given)
        for name in ("gross_kg", *GROSS_DEDUCTIONS, "net_kg"):
            hint = _("Tonnes. Write 0 where nothing was taken off.") if name in GROSS_DEDUCTIONS else _("Tonnes.")
            self.fields[name] = MassField(label=GROSS_WORDS[name], help_text=hint)
        self.order_fields(["issuance", "period_from", "period_last", "gross_kg", *GROSS_DEDUCTIONS, "net_kg", "source"])

    def clean(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        first, last = found.get("period_from"), found.pop("period_last", None)
        if first and last:
            if last < first:
                self.add_error("period_last", _("The last day lies before the first."))
            found["period_until"] = last + timedelta(days=1)
        return found


class RatingForm(RequestForm):
    """What another rater said. Without its scale and its day a rating says nothing."""

    rater = forms.CharField(label=_("Rater"), max_length=LINE_MAX)
    value = forms.CharField(label=_("Rating"), max_length=60, help_text=_("As printed: AA, 4.2, tier 2."))
    scale = forms.CharField(
        label=_("Scale"), max_length=LINE_MAX, help_text=_("From the lowest to the highest: D to AAA, 0 to 5.")
    )
    rated_on = forms.DateField(label=_("Rated on"), widget=DAY)
    expires_on = forms.DateField(
        label=_("Expires on"), widget=DAY, required=False, help_text=_("The first day on which it no longer holds.")
    )
    address = WebAddress(label=_("Address"), required=False)
    note = forms.CharField(label=_("Note"), max_length=LINE_MAX, required=False)

    def clean(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        if found.get("expires_on") and found.get("rated_on") and found["expires_on"] <= found["rated_on"]:
            self.add_error("expires_on", _("It expires after the day on which it was given."))
        return found


class DocumentForm(RequestForm):
    """A document: where it can be read, and the hash of its bytes."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[(code, DOCUMENT_WORDS[code]) for code in DocumentKind.values])
    title = forms.CharField(label=_("Title"), max_length=LINE_MAX)
    issuer = forms.CharField(label=_("Issued by"), max_length=LINE_MAX, required=False)
    document_date = forms.DateField(label=_("Date of the document"), widget=DAY)
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("Up to 10 MB. It is public, and its hash is computed here.")
    )
    address = WebAddress(label=_("Address"), required=False, help_text=_("Where its issuer publishes it."))
    sha256 = forms.CharField(
        label=_("SHA-256"),
        max_length=64,
        required=False,
        help_text=_("Only where no file is sent: 64 hexadecimal digits."),
    )

    def clean(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        digest = str(found.get("sha256", "")).lower()
        if digest and not _SHA256.fullmatch(digest):
            self.add_error("sha256", _("Write 64 digits, 0 to 9 and a to f."))
        if not found.get("file") and not found.get("address") and "file" not in self.errors:
            self.add_error("file", _("Send the file, or write the address at which it can be read."))
        found["sha256"] = "" if found.get("file") else digest
        return found


class NewsForm(RequestForm):
    """What somebody published."""

    headline = forms.CharField(label=_("Headline"), max_length=LINE_MAX)
    source = forms.CharField(label=_("Published by"), max_length=LINE_MAX)
    published_on = forms.DateField(label=_("Published on"), widget=DAY)
    address = WebAddress(label=_("Address"), required=False)
    summary = forms.CharField(label=_("In our words"), max_length=1_000, widget=_SHORT, required=False)


class DisclaimerForm(RequestForm):
    """What a buyer must know before buying."""

    kind = forms.ChoiceField(
        label=_("About"), choices=[(code, DISCLAIMER_WORDS[code]) for code in DisclaimerKind.values]
    )
    text_en = forms.CharField(label=_("In English"), max_length=1_000, widget=_SHORT)
    text_vi = forms.CharField(label=_("In Vietnamese"), max_length=1_000, widget=_SHORT, required=False)
    text_zh = forms.CharField(label=_("In Chinese"), max_length=1_000, widget=_SHORT, required=False)


class LabelForm(RequestForm):
    """A label on serials of one of our blocks."""

    holding_id = forms.ChoiceField(label=_("Block"))
    label = forms.CharField(label=_("Label"), max_length=60, help_text=_("Such as CCP, CCB or ABACUS."))
    state = forms.ChoiceField(
        label=_("State"), choices=[(code, LABEL_STATE_WORDS[code]) for code in LabelState.values],
        help_text=_("Undecided: its issuer has not judged these units yet."),
    )  # fmt: skip
    issuer = forms.CharField(label=_("Given by"), max_length=LINE_MAX)
    first = forms.IntegerField(label=_("First serial"), min_value=0)
    last = forms.IntegerField(label=_("Last serial"), min_value=0)
    valid_from = forms.DateField(label=_("Since"), widget=DAY)
    valid_until = forms.DateField(
        label=_("Until"), widget=DAY, required=False, help_text=_("The first day on which it no longer holds.")
    )
    evidence = forms.CharField(label=_("Evidence"), max_length=LINE_MAX, help_text=_("Where it is written."))

    def __init__(self, data: Any = None, *, blocks: list[tuple[str, str]], **given: Any) -> None:
        super().__init__(data, **given)
        self.fields["holding_id"].choices = blocks  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        if found.get("valid_until") and found.get("valid_from") and found["valid_until"] <= found["valid_from"]:
            self.add_error("valid_until", _("It ends after the day on which it begins."))
        return found


class ConditionForm(RequestForm):
    """A rule set that a block hands down to its buyers."""

    holding_id = forms.ChoiceField(label=_("Block"))
    condition = forms.ChoiceField(
        label=_("Condition"), choices=[(code, CONDITION_WORDS.get(code, code)) for code in BUYER_CONDITIONS]
    )
    source = forms.CharField(
        label=_("Source"), max_length=LINE_MAX, help_text=_("Contract and clause that ask for it.")
    )

    def __init__(self, data: Any = None, *, blocks: list[tuple[str, str]], **given: Any) -> None:
        super().__init__(data, **given)
        self.fields["holding_id"].choices = blocks  # type: ignore[attr-defined]


class CoBenefitForm(RequestForm):
    """One figure of one source."""

    measure = forms.ChoiceField(label=_("What"), choices=[(code, MEASURE_WORDS[code]) for code in Measure.values])
    attainment = forms.ChoiceField(
        label=_("Reached or planned"), choices=[(code, ATTAINMENT_WORDS[code]) for code in Attainment.values]
    )
    figure = LocalDecimalField(label=_("Figure"), min_value=0, max_digits=18, decimal_places=3)
    stated_on = forms.DateField(label=_("Stated on"), widget=DAY)
    source = forms.CharField(label=_("Source"), max_length=LINE_MAX)
    address = WebAddress(label=_("Address"), required=False)


class WithdrawForm(RequestForm):
    """Why an entry is taken out."""

    reason = forms.CharField(label=_("Reason"), max_length=1_000, help_text=_("It stays on record with the entry."))


FORMS: Final[dict[Kind, type[RequestForm]]] = {
    Kind.STORY: StoryForm,
    Kind.PROFILE: ProfileForm,
    Kind.GROSS_TO_NET: GrossToNetForm,
    Kind.RATING: RatingForm,
    Kind.DOCUMENT: DocumentForm,
    Kind.NEWS: NewsForm,
    Kind.DISCLAIMER: DisclaimerForm,
    Kind.LABEL: LabelForm,
    Kind.CONDITION: ConditionForm,
    Kind.CO_BENEFIT: CoBenefitForm,
}

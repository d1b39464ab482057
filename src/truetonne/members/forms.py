"""Forms of applicants: one thing a page. They read and check shapes; the actions and the rules judge."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from truetonne.edge.number_fields import TonnesField
from truetonne.edge.stored_files import plain_name
from truetonne.members.actions.evidence import HandedFile, NewEvidence
from truetonne.members.states import EvidenceKind
from truetonne.members.words import COVERAGE_WORDS, RELATIONSHIPS, STRATEGY_WORDS, USE_WORDS
from truetonne.people.forms import one_line
from truetonne.rules.years import read_year

FILE_BYTES_MAX = 20 * 1024 * 1024
FILE_TYPES = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"PK\x03\x04": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""What may be handed in, known by how its bytes begin and never by its name."""
SUFFIXES = {".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".xlsx": FILE_TYPES[b"PK\x03\x04"]}  # fmt: skip

K = EvidenceKind
STRATEGIES_HANDED_IN = (
    "sbti_near_term_validated", "sbti_net_zero_validated", "sbti_committed", "sbti_commitment_removed",
)  # fmt: skip
"""What a company hands in as a validation; an own target has a kind of its own."""


def day_field(*, label: object, required: bool = True, help_text: object = "") -> forms.DateField:
    """Return a field for a day, written 2026-06-30."""
    return forms.DateField(
        label=label,  # type: ignore[arg-type]
        required=required,
        help_text=help_text,  # type: ignore[arg-type]
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class RequestForm(forms.Form):
    """An act with its request id: the same form sent twice makes one act."""

    request_id = forms.CharField(max_length=64, widget=forms.HiddenInput)


class InterestForm(RequestForm):
    """A company that has no account yet."""

    company = forms.CharField(label=_("Company"), max_length=200, validators=[one_line])
    country = forms.RegexField(
        label=_("Country"), regex=r"^[A-Za-z]{2}$", max_length=2, help_text=_("Two letters, such as VN.")
    )
    domain = forms.CharField(label=_("Web domain"), max_length=253, help_text=_("Such as company.example"))
    relationship = forms.ChoiceField(
        label=_("Relationship to the operator"), choices=list(RELATIONSHIPS.items()), widget=forms.RadioSelect
    )
    contact_name = forms.CharField(label=_("Your name"), max_length=120, validators=[one_line])
    contact_email = forms.EmailField(label=_("E-mail address"), max_length=254)
    message = forms.CharField(
        label=_("Anything we should know"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class RelationshipForm(RequestForm):
    """What the company is to the operator."""

    relationship = forms.ChoiceField(
        label=_("What is your company to the operator?"), choices=list(RELATIONSHIPS.items()), widget=forms.RadioSelect
    )
    relationship_note = forms.CharField(
        label=_("Since when, and for what"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class CompanyForm(RequestForm):
    """What else identifies the company; the rest is on its own page."""

    isin = forms.RegexField(
        label=_("ISIN"), regex=r"^[A-Za-z]{2}[A-Za-z0-9]{9}[0-9]$", max_length=12, required=False,
        help_text=_("Of a listed security, 12 characters. Public lists may know the company by it."),
    )  # fmt: skip

    def clean_isin(self) -> str:
        """An ISIN is written in capitals."""
        return str(self.cleaned_data["isin"]).upper()


class PlanForm(RequestForm):
    """Target, disclosures and plan in the company's own words; the documents follow as evidence."""

    target_note = forms.CharField(
        label=_("Your target"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Year, scopes, and who validated it. If there is none yet, say so."),
    )  # fmt: skip
    report_links = forms.CharField(
        label=_("Where your emissions reports are"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One address per line. If none is public yet, say so."),
    )  # fmt: skip
    plan_note = forms.CharField(
        label=_("How you cut emissions"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The largest measures and their years."),
    )  # fmt: skip


class UseForm(RequestForm):
    """What the credits are for."""

    use = forms.ChoiceField(
        label=_("What are the credits for?"), choices=list(USE_WORDS.items()), widget=forms.RadioSelect
    )
    use_note = forms.CharField(
        label=_("Explain a gap, if there is one"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class SignerForm(RequestForm):
    """Who signs for the company."""

    signer_name = forms.CharField(label=_("Name of the authorised signer"), max_length=120, validators=[one_line])
    signer_role = forms.CharField(label=_("Role in the company"), max_length=120, validators=[one_line])


class SubmitForm(RequestForm):
    """The tick under which an application is handed in."""

    is_authorized = forms.BooleanField(
        label=_(
            "I may act for this company. What is written here is true to the best of my knowledge, and the evidence may "
            "be read by the people who judge it."
        )
    )


class AppealForm(RequestForm):
    """Why a decision should be judged again."""

    text = forms.CharField(
        label=_("What was overlooked or has changed"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )


class EvidenceForm(RequestForm):
    """One piece of evidence; a kind shows the fields that it needs."""

    title = forms.CharField(label=_("Title"), max_length=200)
    public_url = forms.URLField(
        label=_("Public address"), required=False, max_length=2000, assume_scheme="https",
        help_text=_("A page anyone can open without signing in."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Document"), required=False,
        help_text=_("What stands at the address: PDF, PNG, JPEG or XLSX, at most 20 MB. We keep its SHA-256."),
    )  # fmt: skip
    reference = forms.CharField(label=_("Number"), max_length=80)
    published_on = day_field(label=_("Date of the document"))
    retrieved_on = day_field(label=_("Date on which you read it"))
    year = forms.CharField(label=_("Net-zero year"), max_length=16, help_text=_("Such as 2045 or FY2045."))
    target_kind = forms.ChoiceField(
        label=_("What the statement promises"),
        choices=[("net_zero", _("Net zero")), ("carbon_neutral", _("Carbon neutrality")), ("climate_neutral", _("Climate neutrality"))],
    )  # fmt: skip
    period_start = day_field(label=_("First day of the period"))
    period_end = day_field(label=_("Last day of the period"))
    scopes = forms.MultipleChoiceField(
        label=_("Scopes covered"),
        choices=[("1", _("Scope 1")), ("2", _("Scope 2")), ("3", _("Scope 3"))],
        widget=forms.CheckboxSelectMultiple,
    )
    scope3_coverage = forms.ChoiceField(label=_("Scope 3 covered"), choices=list(COVERAGE_WORDS.items()))
    standard = forms.CharField(
        label=_("Standard of the inventory"), max_length=80, required=False, help_text=_("Such as GHG Protocol.")
    )
    strategy = forms.ChoiceField(
        label=_("What it is"), choices=[(name, STRATEGY_WORDS[name]) for name in STRATEGIES_HANDED_IN]
    )
    valid_until = day_field(label=_("Last day on which the target counts"), required=False)
    committed_on = day_field(label=_("Date of the commitment"), required=False)
    pathway = forms.ChoiceField(
        label=_("Pathway"),
        choices=[("scope1", _("Scope 1")), ("scope2", _("Scope 2")), ("scope3_15c", _("Scope 3, 1.5 °C"))],
    )
    base_year = forms.IntegerField(label=_("Base year"), min_value=2000, max_value=2100)
    target_year = forms.IntegerField(label=_("Target year"), min_value=2000, max_value=2100)
    most_recent_year = forms.IntegerField(label=_("Most recent year"), min_value=2000, max_value=2100)
    base_emissions = forms.IntegerField(label=_("Emissions of the base year, t"), min_value=1)
    most_recent_emissions = forms.IntegerField(label=_("Emissions of the most recent year, t"), min_value=0)
    stated = forms.CharField(label=_("Reduction by the target year, %"), max_length=12)
    separate = forms.BooleanField(label=_("Credits are reported apart from the inventory"), required=False)
    states_purpose = forms.BooleanField(label=_("The report states their purpose"), required=False)
    audited = forms.BooleanField(label=_("The report is independently audited"), required=False)
    replaces = forms.ChoiceField(
        label=_("Takes the place of"), required=False,
        help_text=_("A restated report or a changed target: the earlier one counts until this one is accepted."),
    )  # fmt: skip
    lapses_on = day_field(
        label=_("Lapse date"), required=False,
        help_text=_("The last day on which this counts, if it is earlier than the policy's own."),
    )  # fmt: skip

    ALWAYS = ("request_id", "title", "public_url", "file", "published_on", "retrieved_on", "replaces", "lapses_on")
    BY_KIND = {
        K.SUPPLIER_ID: ("reference",),
        K.CUSTOMER_ID: ("reference",),
        K.PLEDGE_SIGNATURE: (),
        K.NET_ZERO_STATEMENT: ("year", "target_kind", "scopes", "scope3_coverage"),
        K.INVENTORY_REPORT: ("period_start", "period_end", "scopes", "scope3_coverage", "standard"),
        K.TARGET_VALIDATION: ("strategy", "valid_until", "committed_on"),
        K.OWN_TARGET: (
            "pathway", "base_year", "target_year", "most_recent_year", "base_emissions", "most_recent_emissions",
            "stated", "valid_until",
        ),
        K.SME_ROUTE: ("valid_until",),
        K.CREDIT_USE_REPORT: ("separate", "states_purpose", "audited"),
    }  # fmt: skip

    def __init__(
        self, *args: object, kind: EvidenceKind, today: date, earlier: list[tuple[str, str]], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.kind = kind
        self.today = today
        shown = (*self.ALWAYS, *self.BY_KIND.get(kind, ()))
        for name in [name for name in self.fields if name not in shown or (name == "replaces" and not earlier)]:
            del self.fields[name]
        if earlier:
            nothing = ("", _("Nothing: it stands beside the others"))
            self.fields["replaces"].choices = [nothing, *earlier]  # type: ignore[attr-defined]
        # A record of the operator has no publication; a number is enough where there is no page and no document.
        if kind in (K.SUPPLIER_ID, K.CUSTOMER_ID):
            self.fields["published_on"].required = False
        self.order_fields(["request_id", *self.BY_KIND.get(kind, ()), "title"])

    def clean_year(self) -> str:
        """Read the year as the rules will."""
        year = str(self.cleaned_data["year"]).strip()
        if read_year(value=year) is None:
            raise forms.ValidationError(_("Write a year such as 2045 or FY2045."))
        return year

    def clean_stated(self) -> str:
        """Read a percentage and return it as a share."""
        try:
            share = Decimal(str(self.cleaned_data["stated"]).replace(",", ".").strip(" %")) / 100
        except InvalidOperation:
            raise forms.ValidationError(_("Write a number such as 42.")) from None
        if not 0 < share <= 1:
            raise forms.ValidationError(_("A reduction lies above 0 and is at most 100 %."))
        return str(share.normalize())

    def clean_file(self) -> HandedFile | None:
        """Check size and type by the bytes, and that the name says the same."""
        given: UploadedFile[bytes] | None = self.cleaned_data.get("file")
        if not given:
            return None
        if given.size is not None and given.size > FILE_BYTES_MAX:
            raise forms.ValidationError(_("The document is larger than 20 MB."))
        content = bytes(given.read())
        media_type = next((kind for start, kind in FILE_TYPES.items() if content.startswith(start)), "")
        name = plain_name(name=given.name or "document")
        suffix = re.search(r"\.[a-z]+$", name.lower())
        if not media_type or suffix is None or SUFFIXES.get(suffix[0]) != media_type:
            raise forms.ValidationError(_("Hand in a PDF, PNG, JPEG or XLSX file."))
        return HandedFile(name=name, media_type=media_type, content=content)

    def clean(self) -> dict[str, object]:
        """Check the dates against each other and that there is something to read."""
        given = super().clean() or {}
        for name in ("published_on", "retrieved_on"):
            if given.get(name) is not None and given[name] > self.today:
                self.add_error(name, _("This day has not come yet."))
        start, end, published = given.get("period_start"), given.get("period_end"), given.get("published_on")
        if start is not None and end is not None and start > end:
            self.add_error("period_end", _("The period ends before it begins."))
        if end is not None and published is not None and end > published:
            self.add_error("published_on", _("The document is older than the end of its period."))
        needs_document = self.kind not in (K.SUPPLIER_ID, K.CUSTOMER_ID)
        if needs_document and not given.get("file") and "file" not in self.errors:
            self.add_error("file", _("Hand in what stands at the address, for example printed to PDF."))
        if given.get("strategy") in ("sbti_near_term_validated", "sbti_net_zero_validated") and not given.get(
            "valid_until"
        ):
            self.add_error("valid_until", _("Enter the date this evidence stops counting, for example 2030-12-31."))
        if given.get("strategy") == "sbti_committed" and not given.get("committed_on"):
            self.add_error("committed_on", _("Enter the date of the commitment."))
        return given

    def evidence(self) -> NewEvidence:
        """Return the checked answers as evidence."""
        given = self.cleaned_data
        return NewEvidence(
            kind=self.kind.value,
            title=given["title"],
            retrieved_on=given["retrieved_on"],
            public_url=given.get("public_url") or "",
            published_on=given.get("published_on"),
            period_start=given.get("period_start"),
            period_end=given.get("period_end"),
            scopes=tuple(int(scope) for scope in given.get("scopes", ())),
            scope3_coverage=given.get("scope3_coverage", "") if "3" in given.get("scopes", ()) else "",
            year=given.get("year", ""),
            standard=given.get("standard", ""),
            valid_until=given.get("valid_until"),
            committed_on=given.get("committed_on"),
            facts=self._facts(),
            lapses_on=given.get("lapses_on"),
        )

    def _facts(self) -> dict[str, object]:
        given = self.cleaned_data
        names = ("reference", "target_kind", "strategy", "separate", "states_purpose", "audited")
        facts: dict[str, object] = {name: given[name] for name in names if name in given}
        if self.kind == K.PLEDGE_SIGNATURE:
            facts["pledge_state"] = "signed"
        if self.kind == K.OWN_TARGET:
            figures = (
                "pathway",
                "base_year",
                "target_year",
                "most_recent_year",
                "base_emissions",
                "most_recent_emissions",
            )
            facts["strategy"] = "own_target_aca"
            facts["targets"] = [{**{name: given[name] for name in figures}, "stated": given["stated"]}]
        return facts


class FiguresForm(RequestForm):
    """What the company disclosed for a year, in tonnes."""

    year = forms.IntegerField(label=_("Inventory year"), min_value=2000, max_value=2100)
    scope1 = TonnesField(label=_("Scope 1, t"), least_kg=0)
    scope2 = TonnesField(label=_("Scope 2 by the method of your target, t"), least_kg=0)
    scope3 = TonnesField(
        label=_("Scope 3, t"), least_kg=0, required=False, help_text=_("Leave empty what is not disclosed; 0 is a figure.")
    )  # fmt: skip
    trajectory = TonnesField(label=_("What the path of your target allows in this year, t"), least_kg=0)
    net_zero_year = forms.IntegerField(label=_("Net-zero year"), min_value=2000, max_value=2100)
    retired_elsewhere = TonnesField(label=_("Retired elsewhere for this year, t"), least_kg=0, required=False)
    evidence = forms.ChoiceField(label=_("Where these figures stand"))
    restatement_reason = forms.CharField(
        label=_("What changed against an earlier version, and why"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: object, evidence: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["evidence"].choices = evidence  # type: ignore[attr-defined]

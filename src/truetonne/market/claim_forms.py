"""Forms of published claims: making one, deciding on one that a rule objects to, ending one."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from truetonne.members.forms import RequestForm
from truetonne.rules.claims.lint import TEXT_CHARACTERS_MAX

LANGUAGES = [("en", "English"), ("vi", "Tiếng Việt"), ("zh-Hans", "简体中文")]
SUBJECTS = [("company", _("the company")), ("product", _("a product")), ("certificate", _("a certificate or report"))]
MARKETS = [("", _("everywhere, the European Union too")), ("ELSEWHERE", _("only outside the European Union"))]


class ClaimForm(RequestForm):
    """The words of a claim and where they are read. Left blank, the draft is published as it stands."""

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    text = forms.CharField(
        label=_("Your own wording"), required=False, max_length=TEXT_CHARACTERS_MAX,
        help_text=_("Leave it blank to publish the draft. An own wording is held against the figures of the record."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    subject = forms.ChoiceField(label=_("What it speaks about"), choices=SUBJECTS)
    market = forms.ChoiceField(label=_("Where it will be read"), choices=MARKETS, required=False)
    plea = forms.CharField(
        label=_("Why it should be published although a rule objects"), required=False, max_length=2000,
        help_text=_("Public, beside the rule. Somebody of the operator then decides, and gives a reason too."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def markets(self) -> tuple[str, ...]:
        """Return where the text is read; nothing named means everywhere."""
        market = str(self.cleaned_data.get("market") or "")
        return (market,) if market else ()


class ClaimDecisionForm(RequestForm):
    """Release or refuse, with a reason that is public."""

    decision = forms.ChoiceField(
        label=_("Decision"), choices=[("release", _("It may stand")), ("refuse", _("It may not be published"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, help_text=_("Public, beside the rule and the claimant’s reason."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class ClaimEndForm(RequestForm):
    """Why a claim is withdrawn."""

    reason = forms.CharField(label=_("Why it is withdrawn"), max_length=2000, help_text=_("Public and permanent."))

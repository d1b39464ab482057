"""The question put to the linter on the public page: a text, and what is known about it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from truetonne.rules.claims.lint import TEXT_CHARACTERS_MAX, TextFacts

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Choices = tuple[tuple[str, "StrPromise"], ...]

ELSEWHERE: Final = "ELSEWHERE"
SUBJECTS: Final[Choices] = (
    ("", _("not stated")),
    ("product", _("a product")),
    ("company", _("a company")),
    ("certificate", _("a certificate or report")),
)
MARKETS: Final[Choices] = (
    ("", _("not stated")),
    ("EU", _("in the European Union")),
    (ELSEWHERE, _("only elsewhere")),
)
SOURCES: Final[Choices] = (
    ("credit", _("carbon credits")),
    ("inset", _("insets in the value chain")),
    ("pool", _("an activity pool or sector action")),
    ("scope3plus", _("avoided emissions of others")),
    ("own_reductions", _("reductions in one’s own inventory")),
)
PURPOSES: Final[Choices] = (
    ("", _("not stated")),
    ("ongoing", _("an ongoing year")),
    ("residual", _("what is left at net zero")),
)
DELIVERED: Final[Choices] = (("", _("not stated")), ("yes", _("delivered")), ("no", _("not delivered yet")))
LABELS: Final[Choices] = (
    ("", _("not stated")),
    ("yes", _("a label of one’s own")),
    ("no", _("no label of one’s own")),
)
PATHWAYS: Final[Choices] = (
    ("", _("none")),
    ("1", _("1: paid by a government")),
    ("2", _("2: payment without title")),
    ("3", _("3: title, the host country still counts it")),
    ("4", _("4: title with corresponding adjustment")),
)


class ClaimTextForm(forms.Form):
    """A text of at most 20 000 characters. What is left open is assumed to bring a rule to bear."""

    text = forms.CharField(
        label=_("Text"),
        help_text=_("A badge, a certificate, a web page, an advertisement: English, Vietnamese or Chinese."),
        max_length=TEXT_CHARACTERS_MAX,
        error_messages={"required": _("Put in the text that is to be read.")},
        widget=forms.Textarea(attrs={"rows": 9}),
    )
    subject = forms.ChoiceField(label=_("What it speaks about"), choices=SUBJECTS, required=False)
    market = forms.ChoiceField(label=_("Where it will be read"), choices=MARKETS, required=False)
    sources = forms.MultipleChoiceField(
        label=_("What the claim rests on"),
        choices=SOURCES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    purpose = forms.ChoiceField(label=_("The emissions it speaks of"), choices=PURPOSES, required=False)
    delivered = forms.ChoiceField(label=_("The tonnes are"), choices=DELIVERED, required=False)
    own_label = forms.ChoiceField(label=_("It stands with"), choices=LABELS, required=False)
    leaf_pathway = forms.ChoiceField(label=_("LEAF pathway"), choices=PATHWAYS, required=False)

    @property
    def more(self) -> tuple[forms.BoundField, ...]:
        """Return the fields that few need, for a part of the form that opens."""
        return tuple(self[name] for name in ("purpose", "delivered", "own_label", "leaf_pathway"))

    @property
    def has_more(self) -> bool:
        """Say whether one of those fields is filled, so that its part stands open."""
        return any(field.value() for field in self.more)

    def read_facts(self, *, as_of: date) -> TextFacts:
        """Return what was stated; only for a form that is valid."""
        given = cast("dict[str, str]", {name: self.cleaned_data[name] for name in self.fields if name != "sources"})
        market = given["market"]
        return TextFacts(
            as_of=as_of,
            subject=given["subject"],
            markets=(market,) if market else (),
            sources=tuple(self.cleaned_data["sources"]),
            facts={name: given[name] for name in ("purpose", "delivered", "own_label", "leaf_pathway") if given[name]},
        )

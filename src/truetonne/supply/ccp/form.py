"""The form that takes an edition of the table of core carbon principle decisions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from truetonne.supply.forms import RequestForm

BYTES_MAX = 8 * 1024 * 1024


class CcpForm(RequestForm):
    """One file, the day that it is of, and where the copy comes from."""

    sent = forms.FileField(
        label=_("File"),
        help_text=_(
            "Columns: program, methodology, versions, decision (blank is undecided), and decided_on where it is stated."
        ),
    )
    dated = forms.DateField(
        label=_("The day that the table is of"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("From this day on it takes the place of an earlier edition."),
    )  # fmt: skip
    source = forms.CharField(
        label=_("Where the copy comes from"), max_length=500, help_text=_("Document and address; public.")
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean_sent(self) -> UploadedFile[Any]:
        """Refuse what is larger than any such table."""
        given: UploadedFile[Any] = self.cleaned_data["sent"]
        if (given.size or 0) > BYTES_MAX:
            raise forms.ValidationError(_("The file has more than 8 MB."))
        return given

    def clean_dated(self) -> date:
        """Refuse a day that has not come."""
        day: date = self.cleaned_data["dated"]
        if day > self._today:
            raise forms.ValidationError(_("The day lies in the future."))
        return day

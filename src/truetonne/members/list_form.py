"""The form that takes an edition of a public list."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from truetonne.edge.stored_files import plain_name
from truetonne.members.forms import RequestForm
from truetonne.members.lists.mapping import find_mapping, list_shipped
from truetonne.members.lists.recognising import find_edition

BYTES_MAX = 30 * 1024 * 1024
SUFFIXES = frozenset({".csv", ".txt", ".xlsx", ".parquet", ".json", ".gz"})


class ListForm(RequestForm):
    """One file of one edition, how it is read and of which day it is."""

    sent = forms.FileField(
        label=_("File"), help_text=_(".csv, .txt, .xlsx, .parquet or .json, each also as .gz; at most 30 MB.")
    )
    mapping = forms.ChoiceField(label=_("List"), required=False)
    edition = forms.DateField(
        label=_("Published on"),
        required=False,
        help_text=_("Left empty, the file's name tells, such as targets-2025-03-13.csv. Evidence lapses by this day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    is_partial = forms.BooleanField(
        label=_("The file is a part of the list"),
        required=False,
        help_text=_("Then nothing counts as vanished."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        shipped = [(name, find_mapping(name=name).title) for name in list_shipped()]
        self.fields["mapping"].choices = [("", _("as its columns tell")), *shipped]  # type: ignore[attr-defined]

    def clean_sent(self) -> UploadedFile[Any]:
        given: UploadedFile[Any] = self.cleaned_data["sent"]
        if (given.size or 0) > BYTES_MAX:
            raise forms.ValidationError(_("The file has more than 30 MB."))
        if PurePath(plain_name(name=str(given.name))).suffix.lower() not in SUFFIXES:
            raise forms.ValidationError(_("Send a .csv, .txt, .xlsx, .parquet or .json file."))
        return given

    def clean(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        if "edition" in given and "sent" in given:
            named = find_edition(names=[str(given["sent"].name)])
            day, is_assumed = (given["edition"], False) if given["edition"] else named or (None, False)
            if day is None:
                self.add_error("edition", _("Nothing says of which day this list is: give the day it was published."))
            elif day > self._today:
                self.add_error("edition", _("The day lies in the future."))
            given |= {"edition": day, "is_day_assumed": is_assumed}
        return given

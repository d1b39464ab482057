"""Forms of the back office about registry files, held rows and reviews. They read; the actions judge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from truetonne.supply.actions.decide_held_row import REASON_MAX
from truetonne.supply.actions.record_review import LINE_MAX
from truetonne.supply.finding_words import TABLE_WORDS
from truetonne.supply.registry_records.files import SUFFIXES
from truetonne.supply.registry_records.mapping_file import MappingInvalid, read_mapping
from truetonne.supply.registry_records.vocabulary import Table
from truetonne.supply.states import HeldVerdict, RunKind
from truetonne.supply.words import REVIEW_LINE_WORDS

UPLOAD_BYTES_MAX = 256 * 1024 * 1024
FILES_MAX = 20
OPINION_BYTES_MAX = 8 * 1024 * 1024
MAPPING_BYTES_MAX = 256 * 1024
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RequestForm(forms.Form):
    """An act with its request id: the same form sent twice makes one act."""

    request_id = forms.CharField(max_length=64, widget=forms.HiddenInput)


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """One or more files."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Return the files; none is an error."""
        given = data if isinstance(data, (list, tuple)) else [data]
        return [super(ManyFiles, self).clean(each, initial) for each in given or [None]]


class ImportForm(RequestForm):
    """Files of a registry, and how they are read."""

    kind = forms.ChoiceField(
        label=_("What the files hold"),
        choices=[
            (RunKind.RECORDS, _("Public records of everybody: projects, issuances, retirements")),
            (RunKind.HOLDINGS, _("Our own blocks: they become lots under review")),
        ],
        widget=forms.RadioSelect,
    )
    sent = ManyFiles(
        label=_("Files"),
        help_text=_(".csv, .txt, .xlsx, .parquet or .json, each also as .gz. Several at once are read as one load."),
    )
    program = forms.ChoiceField(label=_("Registry"), required=False)
    mapping = forms.FileField(
        label=_("Mapping file"), required=False, help_text=_("Only for a registry that is not in the list (.toml).")
    )
    table = forms.ChoiceField(label=_("Table"), required=False)
    edition = forms.DateField(
        label=_("Written by the registry on"),
        required=False,
        help_text=_("Today, unless you say otherwise."),
        widget=DAY,
    )
    is_complete = forms.BooleanField(
        label=_("These are whole tables"),
        required=False,
        help_text=_("Says which rows of earlier loads vanished, and refuses a load that shrank by more than 1 %."),
    )

    field_order = ("kind", "sent", "program", "mapping", "table", "edition", "is_complete")

    def __init__(
        self, data: Any = None, files: Any = None, *, programs: Sequence[tuple[str, str]], request_id: str = ""
    ) -> None:
        super().__init__(data, files, initial={"request_id": request_id})
        tables = [(table, TABLE_WORDS[table]) for table in Table if table is not Table.HOLDINGS]
        self.fields["program"].choices = [("", _("as the columns tell")), *programs]  # type: ignore[attr-defined]
        self.fields["table"].choices = [("", _("as the columns tell")), *tables]  # type: ignore[attr-defined]
        self.mapping_text = ""

    def clean_sent(self) -> list[UploadedFile[Any]]:
        sent: list[UploadedFile[Any]] = self.cleaned_data["sent"]
        if len(sent) > FILES_MAX:
            raise forms.ValidationError(
                _("%(count)s files at once, at most %(most)s."), params={"count": len(sent), "most": FILES_MAX}
            )
        if sum(each.size or 0 for each in sent) > UPLOAD_BYTES_MAX:
            raise forms.ValidationError(_("Together larger than 256 MB. Use truetonne import on the command line."))
        for each in sent:
            if not (each.name or "").lower().removesuffix(".gz").endswith(SUFFIXES):
                raise forms.ValidationError(
                    _("%(name)s: this kind of file is unknown. Use .csv, .txt, .xlsx, .parquet or .json."),
                    params={"name": each.name},
                )
        return sent

    def clean_mapping(self) -> UploadedFile[Any] | None:
        """Read the mapping now: what is wrong with it is said beside its field."""
        mapping: UploadedFile[Any] | None = self.cleaned_data["mapping"]
        if mapping is None:
            return None
        if (mapping.size or 0) > MAPPING_BYTES_MAX:
            raise forms.ValidationError(_("A mapping is a small text file."))
        try:
            self.mapping_text = mapping.read().decode("utf-8")
            read_mapping(text=self.mapping_text, name=mapping.name or "")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("A mapping is a TOML file in UTF-8.")) from error
        except MappingInvalid as error:
            said = [f"{key}: {reason}" if key else str(reason) for key, reason in error.problems]
            raise forms.ValidationError([forms.ValidationError(line) for line in said]) from error
        return mapping

    def clean(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        is_named = bool(found.get("program") or found.get("mapping") or "mapping" in self.errors)
        if found.get("kind") == RunKind.HOLDINGS and not is_named:
            self.add_error("program", _("Own blocks name their registry: choose it, or send a mapping file."))
        return found


class HeldForm(RequestForm):
    """A decision on a held row."""

    verdict = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What the registry says, and where you found it."),
    )

    field_order = ("verdict", "reason")

    def __init__(self, data: Any = None, *, can_admit: bool, request_id: str = "") -> None:
        super().__init__(data, initial={"request_id": request_id})
        choices: list[tuple[str, object]] = [
            (HeldVerdict.DISMISSED.value, _("Dismiss: the row is wrong and counts nowhere"))
        ]
        if can_admit:
            choices.append((HeldVerdict.ADMITTED.value, _("Admit: the row is right and counts from now on")))
        self.fields["verdict"].choices = choices  # type: ignore[attr-defined]


class RefusalForm(RequestForm):
    """Six lines on why a block is refused without a rating."""

    def __init__(self, data: Any = None, *, request_id: str = "") -> None:
        super().__init__(data, initial={"request_id": request_id})
        for name, words in REVIEW_LINE_WORDS.items():
            self.fields[name] = forms.CharField(
                label=words, max_length=LINE_MAX, widget=forms.Textarea(attrs={"rows": 3}), strip=True
            )


class OpinionForm(forms.Form):
    """A list of others' ratings, reviews or labels, and the mapping that says which column is what."""

    sent = forms.FileField(label=_("File"), help_text=_("The list as it is published: .csv, .xlsx, .parquet or .json."))
    mapping = forms.FileField(
        label=_("Mapping (.toml)"), help_text=_("Which column holds which fact, and what holds for every row.")
    )

    mapping_text = ""

    def clean_sent(self) -> Any:
        """Refuse what is too large to be read while one waits."""
        sent = self.cleaned_data["sent"]
        if (sent.size or 0) > OPINION_BYTES_MAX:
            raise forms.ValidationError(_("At most 8 MB here. Import larger lists with “truetonne import reviews”."))
        return sent

    def clean_mapping(self) -> Any:
        """Read the mapping as text."""
        sent = self.cleaned_data["mapping"]
        try:
            self.mapping_text = sent.read(MAPPING_BYTES_MAX).decode("utf-8")
        except UnicodeDecodeError:
            raise forms.ValidationError(_("The mapping is no text in UTF-8.")) from None
        return sent


class ReconcileForm(RequestForm):
    """Which registry is compared."""

    program = forms.ChoiceField(label=_("Registry"))

    field_order = ("program",)

    def __init__(
        self, data: Any = None, *, programs: Sequence[tuple[str, str]], request_id: str = "", program: str = ""
    ) -> None:
        super().__init__(data, initial={"request_id": request_id, "program": program})
        self.fields["program"].choices = list(programs)  # type: ignore[attr-defined]

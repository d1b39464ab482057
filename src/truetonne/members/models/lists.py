"""Public lists as editions and entries, and the persons' answers to which company an entry means.

An entry supports a finding and never decides one; a missing entry rejects nobody. Names suggest, persons confirm.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class ListEdition(models.Model):
    """One load of a public list, with the edition's date and the report that it printed."""

    id = models.UUIDField(primary_key=True)
    list_name = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    edition = models.DateField()
    kind = models.CharField(max_length=20)
    mapping_name = models.CharField(max_length=120)
    mapping_text = models.TextField()
    report = models.JSONField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    input_hash = models.BinaryField(max_length=32)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["list_name", "-edition"], name="list_edition_by_date")]

    def __str__(self) -> str:
        return f"{self.list_name} {self.edition}"


class ListEntry(models.Model):
    """One company's row in an edition: the raw cells and what the mapping read from them."""

    id = models.UUIDField(primary_key=True)
    edition = models.ForeignKey(ListEdition, on_delete=models.PROTECT, related_name="entries")
    list_name = models.CharField(max_length=80)
    key = models.CharField(max_length=300)
    name = models.CharField(max_length=300)
    name_key = models.CharField(max_length=300)
    lei = models.CharField(max_length=20, blank=True, default="")
    isin = models.CharField(max_length=12, blank=True, default="")
    registration_number = models.CharField(max_length=64, blank=True, default="")
    domain = models.CharField(max_length=253, blank=True, default="")
    country = models.CharField(max_length=2, blank=True, default="")
    public_url = models.CharField(max_length=2000, blank=True, default="")
    facts = models.JSONField()
    raw = models.JSONField()
    content = models.BinaryField(max_length=32)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="list_entry_edition_is_kept_once", fields=["list_name", "key", "edition"]),
        ]
        indexes = [
            models.Index(fields=["name_key"], name="list_entry_by_name"),
            models.Index(fields=["lei"], name="list_entry_by_lei", condition=~models.Q(lei="")),
            models.Index(fields=["isin"], name="list_entry_by_isin", condition=~models.Q(isin="")),
            models.Index(fields=["domain"], name="list_entry_by_domain", condition=~models.Q(domain="")),
            models.Index(
                fields=["registration_number"],
                name="list_entry_by_number",
                condition=~models.Q(registration_number=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list_name} {self.name}"


class ListVanishing(models.Model):
    """A newer edition that was loaded whole no longer holds an entry. It says nothing against the company."""

    id = models.BigAutoField(primary_key=True)
    edition = models.ForeignKey(ListEdition, on_delete=models.PROTECT, related_name="vanished")
    entry = models.ForeignKey(ListEntry, on_delete=models.PROTECT, related_name="vanishings")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(name="list_vanishing_is_once", fields=["edition", "entry"])]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.entry_id}"


class UnkeptListRow(models.Model):
    """A row that became no entry: held, because a person has to look at it, or refused, because it cannot be read.

    ``field`` is the column and ``value`` the cell that kept it out, both as the list prints them.
    """

    class Outcome(models.TextChoices):
        HELD = "held"
        REFUSED = "refused"

    id = models.BigAutoField(primary_key=True)
    edition = models.ForeignKey(ListEdition, on_delete=models.PROTECT, related_name="unkept")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    file = models.CharField(max_length=200)
    record = models.CharField(max_length=20)
    code = models.CharField(max_length=40)
    field = models.CharField(max_length=200, blank=True, default="")
    value = models.TextField(blank=True, default="")
    reason = models.TextField()
    raw = models.JSONField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="unkept_row_is_held_or_refused", condition=models.Q(outcome__in=["held", "refused"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file} {self.record}"


class ListLink(models.Model):
    """A person's answer to whether an entry means a company; the last one counts."""

    id = models.UUIDField(primary_key=True)
    entry = models.ForeignKey(ListEntry, on_delete=models.PROTECT, related_name="links")
    organization = models.ForeignKey("people.Organization", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    is_same = models.BooleanField()
    reason = models.TextField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="list_link_is_numbered", fields=["entry", "organization", "number"]),
            models.CheckConstraint(name="list_link_has_its_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.organization_id}"

"""What the operator says of a project and where it stands written: added entry by entry, replaced or withdrawn, never changed.

Each kind of entry is a table of its own over the same columns: who recorded it, when, and which entry it replaces.
The entry in force is the one that nothing replaces and that is no withdrawal.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from truetonne.supply.dossier.states import Attainment, DisclaimerKind, DocumentKind, Gas, LabelState, Measure
from truetonne.supply.models.holdings import Holding
from truetonne.supply.models.projects import Project


class DossierEntry(models.Model):
    """What every kind of entry has. A withdrawal repeats what it withdraws and says why."""

    id = models.UUIDField(primary_key=True)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    is_withdrawn = models.BooleanField(default=False)
    reason = models.TextField(blank=True, default="")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=255, unique=True)
    input_hash = models.BinaryField(max_length=32)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_withdrawal_says_why",
                condition=models.Q(is_withdrawn=False) | (models.Q(replaces__isnull=False) & ~models.Q(reason="")),
            ),
        ]
        indexes = [models.Index(fields=["project", "effective_at"], name="%(class)s_by_project")]

    def __str__(self) -> str:
        return str(self.pk)


class ProjectProfile(DossierEntry):
    """Facts that registries rarely state: how long carbon stays away, which gas, where exactly."""

    durability_years = models.IntegerField(null=True)
    gas = models.CharField(max_length=8, blank=True, default="")
    region = models.TextField(blank=True, default="")
    source = models.TextField()

    class Meta(DossierEntry.Meta):
        constraints = [
            *DossierEntry.Meta.constraints,
            models.CheckConstraint(name="profile_durability_is_positive", condition=models.Q(durability_years__gte=1)),
            models.CheckConstraint(name="profile_gas_is_known", condition=models.Q(gas__in=["", *Gas.values])),
            models.CheckConstraint(name="profile_has_a_source", condition=~models.Q(source="")),
        ]


class ProjectStory(DossierEntry):
    """What the project does, in one language: one sentence and a few paragraphs."""

    language = models.CharField(max_length=8)
    lede = models.TextField()
    body = models.TextField(blank=True, default="")

    class Meta(DossierEntry.Meta):
        constraints = [
            *DossierEntry.Meta.constraints,
            models.CheckConstraint(name="story_has_words", condition=~models.Q(lede="")),
        ]


class DocumentFile(models.Model):
    """A file as it was received, by the SHA-256 of its bytes."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    content = models.BinaryField()
    media_type = models.CharField(max_length=100)
    size_bytes = models.IntegerField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(name="document_file_holds_something", condition=models.Q(size_bytes__gte=1)),
        ]

    def __str__(self) -> str:
        return self.sha256


class ProjectDocument(DossierEntry):
    """A document with its date and, where the file or its hash is known, the hash of its bytes."""

    kind = models.CharField(max_length=16)
    title = models.TextField()
    issuer = models.TextField(blank=True, default="")
    document_date = models.DateField()
    address = models.TextField(blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    file = models.ForeignKey(DocumentFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(DossierEntry.Meta):
        constraints = [
            *DossierEntry.Meta.constraints,
            models.CheckConstraint(name="document_kind_is_known", condition=models.Q(kind__in=DocumentKind.values)),
            models.CheckConstraint(name="document_has_a_title", condition=~models.Q(title="")),
            models.CheckConstraint(
                name="document_can_be_found", condition=~models.Q(address="") | models.Q(file__isnull=False)
            ),
        ]


class GrossToNet(DossierEntry):
    """How one issuance came about, in kilograms: gross, what was taken off, and what is left. The parts sum to the net."""

    issuance = models.TextField()
    period_from = models.DateField()
    period_until = models.DateField()
    gross_kg = models.BigIntegerField()
    baseline_kg = models.BigIntegerField()
    losses_kg = models.BigIntegerField()
    emissions_kg = models.BigIntegerField()
    leakage_kg = models.BigIntegerField()
    uncertainty_kg = models.BigIntegerField()
    buffer_kg = models.BigIntegerField()
    net_kg = models.BigIntegerField()
    source = models.TextField()

    class Meta(DossierEntry.Meta):
        constraints = [
            *DossierEntry.Meta.constraints,
            models.CheckConstraint(
                name="gross_less_deductions_is_net",
                condition=models.Q(
                    net_kg=models.F("gross_kg")
                    - models.F("baseline_kg")
                    - models.F("losses_kg")
                    - models.F("emissions_kg")
                    - models.F("leakage_kg")
                    - models.F("uncertainty_kg")
                    - models.F("buffer_kg")
                ),
            ),
            models.CheckConstraint(
                name="gross_to_net_is_never_negative",
                condition=models.Q(gross_kg__gte=1, baseline_kg__gte=0, losses_kg__gte=0, emissions_kg__gte=0)
                & models.Q(leakage_kg__gte=0, uncertainty_kg__gte=0, buffer_kg__gte=0, net_kg__gte=0),
            ),
            models.CheckConstraint(
                name="gross_to_net_period_runs_forward", condition=models.Q(period_until__gt=models.F("period_from"))
            ),
            models.CheckConstraint(name="gross_to_net_has_a_source", condition=~models.Q(source="")),
        ]


class ExternalRating(DossierEntry):
    """What another rater said of the project, on its own scale, on a day. Never averaged with anything."""

    rater = models.TextField()
    value = models.TextField()
    scale = models.TextField()
    rated_on = models.DateField()
    expires_on = models.DateField(null=True)
    address = models.TextField(blank=True, default="")
    note = models.TextField(blank=True, default="")

    class Meta(DossierEntry.Meta):
        constraints = [
            *DossierEntry.Meta.constraints,
            models.CheckConstraint(
                name="rating_names_rater_value_and_scale",
                condition=~(models.Q(rater="") | models.Q(value="") | models.Q(scale="")),
            ),
            models.CheckConstraint(
                name="rating_expires_after_its_day",
                condition=models.Q(expires_on__isnull=True) | models.Q(expires_on__gt=models.F("rated_on")),
            ),
        ]


class ProjectNews(DossierEntry):
    """What somebody published about the project: headline, where, when."""

    headline = models.TextField()
    source = models.TextField()
    published_on = models.DateField()
    address = models.TextField(blank=True, default="")
    summary = models.TextField(blank=True, default="")

    class Meta(DossierEntry.Meta):
        constraints = [
            *DossierEntry.Meta.constraints,
            models.CheckConstraint(
                name="news_names_headline_and_source", condition=~(models.Q(headline="") | models.Q(source=""))
            ),
        ]


class ProjectDisclaimer(DossierEntry):
    """What a buyer must know before buying; English always, the other languages where they are written."""

    kind = models.CharField(max_length=16)
    text_en = models.TextField()
    text_vi = models.TextField(blank=True, default="")
    text_zh = models.TextField(blank=True, default="")

    class Meta(DossierEntry.Meta):
        constraints = [
            *DossierEntry.Meta.constraints,
            models.CheckConstraint(name="disclaimer_kind_is_known", condition=models.Q(kind__in=DisclaimerKind.values)),
            models.CheckConstraint(name="disclaimer_has_english", condition=~models.Q(text_en="")),
        ]


class UnitLabel(DossierEntry):
    """A label on serials of one block of ours: who gave it, from which day, until which day, and where that stands."""

    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="labels")
    label = models.TextField()
    state = models.CharField(max_length=10)
    issuer = models.TextField()
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    evidence = models.TextField()

    class Meta(DossierEntry.Meta):
        constraints = [
            *DossierEntry.Meta.constraints,
            models.CheckConstraint(name="label_state_is_known", condition=models.Q(state__in=LabelState.values)),
            models.CheckConstraint(name="label_range_runs_forward", condition=models.Q(last__gte=models.F("first"))),
            models.CheckConstraint(
                name="label_names_issuer_and_evidence",
                condition=~(models.Q(label="") | models.Q(issuer="") | models.Q(evidence="")),
            ),
            models.CheckConstraint(
                name="label_ends_after_it_begins",
                condition=models.Q(valid_until__isnull=True) | models.Q(valid_until__gt=models.F("valid_from")),
            ),
        ]


class BuyerCondition(DossierEntry):
    """A condition that a block hands down to whoever buys of it: the id of a rule set, and where it is agreed."""

    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="conditions")
    condition = models.CharField(max_length=64)
    source = models.TextField()

    class Meta(DossierEntry.Meta):
        constraints = [
            *DossierEntry.Meta.constraints,
            models.CheckConstraint(
                name="condition_names_rule_and_source", condition=~(models.Q(condition="") | models.Q(source=""))
            ),
        ]


class CoBenefitFigure(DossierEntry):
    """What one source says of one co-benefit on a day. Sources that differ stand side by side; none is chosen."""

    measure = models.CharField(max_length=16)
    attainment = models.CharField(max_length=8)
    figure = models.DecimalField(max_digits=18, decimal_places=3)
    stated_on = models.DateField()
    source = models.TextField()
    address = models.TextField(blank=True, default="")

    class Meta(DossierEntry.Meta):
        constraints = [
            *DossierEntry.Meta.constraints,
            models.CheckConstraint(
                name="co_benefit_words_are_known",
                condition=models.Q(measure__in=Measure.values, attainment__in=Attainment.values),
            ),
            models.CheckConstraint(
                name="co_benefit_has_figure_and_source", condition=models.Q(figure__gte=0) & ~models.Q(source="")
            ),
        ]

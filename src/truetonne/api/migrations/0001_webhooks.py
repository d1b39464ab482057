"""Endpoints of webhooks, their messages and the attempts at each; attempts are only added."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION api_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % refused: attempts are only added', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER api_webhookattempt_append_only BEFORE UPDATE OR DELETE ON api_webhookattempt
    FOR EACH ROW EXECUTE FUNCTION api_refuse_change();
CREATE TRIGGER api_webhookattempt_no_truncate BEFORE TRUNCATE ON api_webhookattempt
    FOR EACH STATEMENT EXECUTE FUNCTION api_refuse_change();
"""
BACKWARD = """
DROP TRIGGER api_webhookattempt_no_truncate ON api_webhookattempt;
DROP TRIGGER api_webhookattempt_append_only ON api_webhookattempt;
DROP FUNCTION api_refuse_change();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0006_clients"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WebhookEndpoint",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("url", models.CharField(max_length=500)),
                ("note", models.CharField(blank=True, default="", max_length=120)),
                ("types", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[("ACTIVE", "Active"), ("PAUSED", "Paused"), ("REMOVED", "Removed")],
                        default="ACTIVE",
                        max_length=8,
                    ),
                ),
                ("pause_reason", models.CharField(blank=True, default="", max_length=8)),
                ("secret", models.BinaryField()),
                ("old_secret", models.BinaryField(null=True)),
                ("old_secret_until", models.DateTimeField(null=True)),
                ("sequence", models.PositiveBigIntegerField(default=0)),
                ("failing_since", models.DateTimeField(null=True)),
                ("request_id", models.CharField(max_length=255)),
                ("rotation_request_id", models.CharField(blank=True, default="", max_length=255)),
                ("fingerprint", models.BinaryField(max_length=32)),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="webhook_endpoints",
                        to="people.organization",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WebhookDelivery",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("message", models.UUIDField()),
                ("type", models.CharField(max_length=64)),
                ("body", models.TextField()),
                ("sequence", models.PositiveBigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("WAITING", "Waiting"), ("DELIVERED", "Delivered"), ("FAILED", "Failed")],
                        default="WAITING",
                        max_length=9,
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_attempt_at", models.DateTimeField(null=True)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "endpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="api.webhookendpoint"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WebhookAttempt",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("round", models.PositiveSmallIntegerField()),
                ("number", models.PositiveSmallIntegerField()),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("fault", models.CharField(blank=True, default="", max_length=24)),
                ("took_ms", models.PositiveIntegerField()),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tries", to="api.webhookdelivery"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("delivery", "round", "number"), name="webhook_attempt_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fault", ""), ("status__isnull", False)),
                            models.Q(("status", None), models.Q(("fault", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="webhook_attempt_has_one_outcome",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="webhookendpoint",
            constraint=models.UniqueConstraint(fields=("organization", "request_id"), name="webhook_request_is_one"),
        ),
        migrations.AddConstraint(
            model_name="webhookendpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("pause_reason__in", ["BY_HAND", "FAILING", "GONE"]), ("state", "PAUSED")),
                    models.Q(models.Q(("state", "PAUSED"), _negated=True), ("pause_reason", "")),
                    _connector="OR",
                ),
                name="webhook_pause_has_its_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="webhookdelivery",
            constraint=models.UniqueConstraint(
                fields=("endpoint", "message"), name="webhook_message_is_one_per_endpoint"
            ),
        ),
        migrations.AddConstraint(
            model_name="webhookdelivery",
            constraint=models.UniqueConstraint(
                fields=("endpoint", "sequence"), name="webhook_sequence_is_one_per_endpoint"
            ),
        ),
        migrations.RunSQL(sql=FORWARD, reverse_sql=BACKWARD),
    ]

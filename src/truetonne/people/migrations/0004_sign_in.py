"""Sign-in moves to a library: addresses known so far count as confirmed, and rate limits get a shared table."""

from django.db import migrations

CONFIRM = """
INSERT INTO account_emailaddress (user_id, email, verified, "primary")
SELECT id, email, true, true FROM people_person p
WHERE NOT EXISTS (SELECT 1 FROM account_emailaddress a WHERE a.user_id = p.id)
"""
CACHE = """
CREATE TABLE django_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY, value text NOT NULL, expires timestamp with time zone NOT NULL
);
CREATE INDEX django_cache_expires ON django_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_more_roles"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [
        migrations.RunSQL(sql=CONFIRM, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(sql=CACHE, reverse_sql="DROP TABLE django_cache"),
        migrations.DeleteModel(name="SignInCount"),
    ]

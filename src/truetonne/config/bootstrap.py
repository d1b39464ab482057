"""From nothing to a working Django: folder, keys, database, migrations. Every command that needs data starts here."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from truetonne.config.access import external_urls
from truetonne.config.embedded import Lease, open_database
from truetonne.config.embedded.places import make_folder
from truetonne.config.exchange import home_folder, read_exchange
from truetonne.config.external import prepare_external

SETTINGS = "truetonne.config.settings"


def prepare_database(*, environ: Mapping[str, str], report: Callable[[str], None]) -> Lease | None:
    """Make HOME usable and the database answer; return the lease of the embedded one, None for DATABASE_URL.

    Raises SettingInvalid, a DatabaseUnusable or what ``prepare_external`` raises. Needs no Django.
    """
    exchange = read_exchange(environ=environ)
    make_folder(path=exchange.home)
    external = external_urls(environ=environ)
    if external is None:
        return open_database(home=exchange.home, report=report)
    prepare_external(home=exchange.home, url=external[0], web_url=external[1])
    return None


def start_django(*, report: Callable[[str], None], renew: bool) -> None:
    """Set Django up over the prepared database and migrate it if anything is missing.

    ``renew`` states the grants again even if nothing is missing. Raises what ``migrate`` raises.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    make_installation_keys(
        home=home_folder(environ=os.environ), log_origin=read_exchange(environ=os.environ).log_origin
    )

    import django

    django.setup()

    from truetonne.config import migrate

    if renew or not migrate.is_current():
        migrate.migrate(report=report)


def make_installation_keys(*, home: Path, log_origin: str) -> None:
    """Make the keys before the settings read them."""
    from truetonne.config.keys import make_keys

    make_keys(home=home, log_origin=log_origin)

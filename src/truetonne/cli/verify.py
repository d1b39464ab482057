"""``truetonne verify``: check a certificate offline. Needs no database and no network.

Exit 0 valid under the given or a pinned key, 1 not valid, 2 unreadable, 3 consistent but the key is not pinned.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from truetonne.cli.console import JsonValue, emit_json, fail, json_option
from truetonne.cli.trust import list_keys, read_key_file
from truetonne.config.exchange import home_folder
from truetonne.proof.verifier import FILE_BYTES_MAX, Verdict, report, verify


@click.command(name="verify")
@click.argument("certificate", type=click.Path(path_type=Path))
@click.option(
    "--key", "keyfile", type=click.Path(path_type=Path), help="The operator's public key, instead of pinned ones."
)
@click.option("--live", "is_live", is_flag=True, help="Refuse certificates of a sandbox.")
@json_option
def command(certificate: Path, keyfile: Path | None, json_path: str | None, *, is_live: bool) -> None:
    """Check CERTIFICATE (.json) under the key in --key, or under the keys pinned with truetonne trust.

    Exit codes: 0 valid, 1 not valid, 2 unreadable, 3 consistent but the key is not pinned.
    """
    key = read_key_file(path=keyfile) if keyfile else None
    pinned = [] if key else [pin.key for pin in list_keys(home=home_folder(environ=os.environ))]
    verdict = verify(data=_read(certificate), key=key, pinned=pinned, is_live=is_live)
    emit_json(json_path, _as_json(verdict))
    if json_path != "-":
        click.echo(report(verdict=verdict))
        if verdict.code == "key_not_pinned":
            click.echo("\nGet the operator's key through another channel, then: truetonne trust KEYFILE")
    sys.exit(verdict.exit_code)


def _read(path: Path) -> bytes:
    """Read no more than a certificate can hold and one byte, so that a huge file costs nothing."""
    try:
        with path.open("rb") as file:
            return file.read(FILE_BYTES_MAX + 1)
    except OSError as error:
        fail(f"{path}: {error.strerror}", fix="Name the certificate file that you downloaded (.json)")


def _as_json(verdict: Verdict) -> JsonValue:
    facts: dict[str, JsonValue] = {}
    for name, fact in verdict.facts.items():
        # A body comes out of JSON, so it goes into JSON.
        facts[name] = fact  # type: ignore[assignment]
    return {"exit_code": verdict.exit_code, "code": verdict.code, "reason": verdict.reason, "facts": facts}

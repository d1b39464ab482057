"""The verifier's sentences in the reader's language; its own are English, because it also stands alone as one file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from truetonne.edge.formats import instant_text, tonnes_text
from truetonne.market.words import PURPOSE_WORDS
from truetonne.proof.certificate import Verdict
from truetonne.proof.verifier import REASONS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

REASON_WORDS: Final[dict[str, _StrPromise]] = {
    "valid": _later("Valid: the log of {key} holds this certificate as entry {log_index}."),
    "key_not_pinned": _later("Consistent, but you have not pinned the key {key}: anybody may have made this file."),
    "too_large": _later("The file is larger than a certificate can be."),
    "too_deep": _later("The file nests deeper than a certificate can."),
    "not_json": _later("The file is not JSON text in UTF-8."),
    "not_canonical": _later(
        "The bytes are not the one form that a certificate has: it was changed, written anew, or is none."
    ),
    "unknown_member": _later("{member} is not a member of a certificate."),
    "missing_member": _later("{member} is missing."),
    "wrong_value": _later("{member} does not have the form it must have."),
    "figures_disagree": _later("{member} says {said}, its parts come to {parts}."),
    "keys_disagree": _later("The checkpoint is not signed under the name and id of the key {key}."),
    "path_wrong": _later("The inclusion proof does not lead from this certificate to the root of the checkpoint."),
    "entry_twice": _later("The log holds a part of itself twice, so that the place of the entry is not certain."),
    "signature_wrong": _later("The log's signature does not cover this root."),
    "annex_wrong": _later("{member} does not match its hash in the body."),
    "other_key": _later("The certificate is signed with the key {key}, not with {pinned}."),
    "sandbox": _later("This is the certificate of a sandbox: no real unit stands behind it."),
    "key_unreadable": _later("This is not one line with an Ed25519 public key and its own id: name+id+base64."),
}

LABEL_WORDS: Final[dict[str, _StrPromise]] = {
    "verdict_0": _later("Valid"),
    "verdict_1": _later("Not valid"),
    "verdict_2": _later("Unreadable"),
    "verdict_3": _later("Key not pinned"),
    "certificate": _later("Certificate"),
    "operator": _later("Operator"),
    "beneficiary": _later("Beneficiary"),
    "mass": _later("Mass"),
    "retired_at": _later("Retired at"),
    "purpose": _later("Purpose"),
    "line": _later("Line"),
    "entry": _later("Entry"),
    "key": _later("Signed with"),
    "sandbox_label": _later("Sandbox"),
    "entry_of": _later("{log_index} of {size}"),
    "sealed_name": _later("a name sealed in the annex"),
    "forget": _later("Forget"),
    "line_text": _later(
        "{kg} kg, {project_name} ({program} {project_id}), vintage {vintage_start}, serials {first} to {last}"
    ),
    "no_crypto": _later(
        "This browser cannot check Ed25519 signatures here. Use a current browser over https, or the verifier file."
    ),
    "key_pinned": _later("Pinned in this browser: {key}."),
    "key_other_pinned": _later(
        "Another key is pinned under this name: {key}. Forget it first, if the operator says why it changed."
    ),
}


def list_words() -> tuple[tuple[str, str], ...]:
    """Return every sentence the browser's verifier may say, in the reader's language."""
    return tuple((code, str(words)) for code, words in (REASON_WORDS | LABEL_WORDS).items())


def reason_words(*, code: str, facts: Mapping[str, object], fallback: str) -> str:
    """Return a verdict's sentence with its facts; the verifier's own English where a fact is missing."""
    words = REASON_WORDS.get(code)
    if words is None or code not in REASONS:
        return fallback
    try:
        return str(words).format(**facts)
    except (KeyError, IndexError):
        return fallback


def verdict_rows(*, verdict: Verdict, language: str) -> tuple[tuple[str, str], ...]:
    """Return what the certificate says, as pairs of words and value; nothing of a file that is not valid."""
    body = verdict.facts.get("body")
    if not isinstance(body, Mapping):
        return ()
    act, quantity = cast("Mapping[str, object]", body["act"]), cast("Mapping[str, object]", body["quantity"])
    purpose = cast("Mapping[str, object]", body["purpose"])
    who = cast("Mapping[str, object]", body["beneficiary"]).get("display_name") or _("a name sealed in the annex")
    rows = [
        (_("Certificate"), str(body["certificate_id"])),
        (_("Operator"), str(body["operator"])),
        (_("Beneficiary"), str(who)),
        (_("Mass"), tonnes_text(kg=int(str(quantity["kg"])), language=language)),
        (_("Retired at"), instant_text(instant=datetime.fromisoformat(str(act["effective_at"])), language=language)),
        (_("Purpose"), str(PURPOSE_WORDS.get(str(purpose["code"]), purpose["code"]))),
    ]
    for line in cast("list[Mapping[str, object]]", body["lines"]):
        rows.append((_("Line"), str(LABEL_WORDS["line_text"]).format(**line)))
    rows.append((_("Entry"), str(LABEL_WORDS["entry_of"]).format(**verdict.facts)))
    rows.append((_("Signed with"), str(verdict.facts["key"])))
    if not body["livemode"]:
        rows.append((_("Sandbox"), str(REASON_WORDS["sandbox"])))
    return tuple(rows)

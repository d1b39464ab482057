import ast
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.proof.examples import (
    GOLDEN,
    OTHER_LOG,
    PARTS,
    SALTS,
    SIGNER,
    STRANGER,
    body,
    certificate,
    filed,
    line,
)
from tests.unit.proof.forgeries import forgeries
from truetonne.proof import verifier
from truetonne.proof.annex import build_annex
from truetonne.proof.verifier import REASONS, report, verify

KEY = SIGNER.public_key
CORPUS = {name: (data, code) for name, data, code in forgeries()}


def test_the_golden_certificate_is_valid() -> None:
    verdict = verify(data=(GOLDEN / "certificate.json").read_bytes(), key=KEY)

    assert (verdict.exit_code, verdict.code) == (0, "valid")
    assert verdict.facts["log_index"] == 5
    assert certificate() == (GOLDEN / "certificate.json").read_bytes()


@pytest.mark.parametrize("before", [0, 1, 2, 3, 7, 255, 256, 300])
@pytest.mark.parametrize("after", [0, 1, 5])
def test_a_certificate_is_valid_wherever_it_stands_in_the_log(before: int, after: int) -> None:
    assert verify(data=filed(body(), before=before, after=after), key=KEY).exit_code == 0


def test_a_later_checkpoint_may_renew_the_proof_of_the_same_body() -> None:
    early, late = filed(body(), before=5, after=0), filed(body(), before=5, after=40)

    assert early != late
    assert verify(data=early, key=KEY).exit_code == verify(data=late, key=KEY).exit_code == 0


def test_the_annex_is_optional_and_so_is_each_part() -> None:
    for parts in ({}, {"price": PARTS["price"]}, PARTS):
        data = filed(body(), annex=build_annex(parts=parts, salts=SALTS))
        assert verify(data=data, key=KEY).exit_code == 0


@pytest.mark.parametrize("name", CORPUS)
def test_refuses_each_forgery_with_its_reason(name: str) -> None:
    data, code = CORPUS[name]

    verdict = verify(data=data, key=KEY)

    assert verdict.code == code
    assert verdict.exit_code == (2 if code in {"not_json", "too_deep", "too_large"} else 1)
    assert verdict.reason
    assert "body" not in verdict.facts
    assert verdict.reason.isprintable()


@pytest.mark.parametrize("signer", [STRANGER, OTHER_LOG])
def test_signed_again_with_another_key_it_is_never_valid(signer: object) -> None:
    resigned = filed(body(), signer=signer)  # type: ignore[arg-type]

    given = verify(data=resigned, key=KEY)
    pinned = verify(data=resigned, pinned=[KEY])
    unpinned = verify(data=resigned)

    assert (given.exit_code, given.code) == (1, "other_key")
    assert unpinned.exit_code == 3
    assert pinned.exit_code == (1 if signer is STRANGER else 3), "the pinned name decides, a new name is only unknown"


def test_trusts_a_pinned_key_and_says_when_none_is() -> None:
    assert verify(data=certificate(), pinned=[OTHER_LOG.public_key, KEY]).exit_code == 0
    unknown = verify(data=certificate(), pinned=[OTHER_LOG.public_key])

    assert (unknown.exit_code, unknown.code) == (3, "key_not_pinned")
    assert "anybody may have made" in unknown.reason


def test_a_given_key_decides_alone() -> None:
    verdict = verify(data=certificate(), key=OTHER_LOG.public_key, pinned=[KEY])

    assert (verdict.exit_code, verdict.code) == (1, "other_key")


def test_a_key_of_the_same_name_is_not_the_same_key() -> None:
    verdict = verify(data=certificate(), pinned=[STRANGER.public_key])

    assert (verdict.exit_code, verdict.code) == (1, "other_key")
    assert KEY.id in verdict.reason
    assert STRANGER.public_key.id in verdict.reason


def test_the_certificate_of_a_sandbox_says_so_and_fails_the_live_verifier() -> None:
    sandbox = filed(body(livemode=False))

    verdict = verify(data=sandbox, key=KEY)

    assert verdict.exit_code == 0
    assert "no real unit" in report(verdict=verdict)
    assert verify(data=sandbox, key=KEY, is_live=True).code == "sandbox"
    assert verify(data=certificate(), key=KEY, is_live=True).exit_code == 0


def test_no_changed_byte_at_any_place_passes() -> None:
    """Every position of a buyer's certificate with its annex, each with several other values."""
    good = certificate()
    passed = []
    for at, byte in enumerate(good):
        others = {byte ^ 1, byte ^ 4, byte ^ 0x20, byte ^ 0x80, 0x30}
        for other in others - {byte}:
            verdict = verify(data=good[:at] + bytes([other]) + good[at + 1 :], pinned=[KEY])
            if verdict.exit_code not in {1, 2}:
                passed.append((at, other, verdict.code))

    assert passed == []


def test_no_changed_byte_passes_even_where_the_key_is_not_pinned() -> None:
    good = certificate()
    passed = []
    for at, byte in enumerate(good):
        verdict = verify(data=good[:at] + bytes([byte ^ 1]) + good[at + 1 :])
        if verdict.exit_code not in {1, 2}:
            passed.append((at, verdict.code))

    assert passed == []


def test_no_byte_can_be_left_out_or_added() -> None:
    good = certificate()

    for at in range(len(good)):
        assert verify(data=good[:at] + good[at + 1 :], key=KEY).exit_code in {1, 2}
        assert verify(data=good[:at] + b"0" + good[at:], key=KEY).exit_code in {1, 2}
        assert verify(data=good[:at], key=KEY).exit_code == 2


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_no_two_changed_bytes_pass(data: st.DataObject) -> None:
    changed = bytearray(certificate())
    for _ in range(2):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))

    verdict = verify(data=bytes(changed), key=KEY)

    assert verdict.exit_code in {1, 2} or bytes(changed) == certificate()


@given(st.binary(max_size=200))
def test_any_bytes_get_a_verdict(data: bytes) -> None:
    assert verify(data=data, key=KEY).exit_code in {1, 2}


def test_reports_what_the_certificate_says() -> None:
    text = report(verdict=verify(data=certificate(), key=KEY))

    for said in (
        "Valid: the log of exchange.example/log+7d6f1327 holds this certificate as entry 5.",
        "Tallow & Pine Furniture 木",
        "3.25 t = 3250 kg (three tonnes and two hundred and fifty kilograms)",
        "serials 2759599 to 2759602",
        "2026-11-21T09:14:02Z",
        "5 of 9",
    ):
        assert said in text


def test_reports_the_reason_and_nothing_of_an_invalid_certificate() -> None:
    text = report(verdict=verify(data=CORPUS["another name"][0], key=KEY))

    assert text.splitlines()[0] == "NOT VALID (path_wrong)"
    assert "Somebody else" not in text


def test_reports_a_hidden_name_as_sealed() -> None:
    hidden = {"display_name": "Nguyễn"}
    salts = {"beneficiary": bytes(32)}
    annex = build_annex(parts={"beneficiary": hidden}, salts=salts)
    public = {
        "beneficiary": {"hidden_until": "2027-05-01"},
        "holder": {"retired_by": "Invented Exchange"},
        "purpose": {"code": "OTHER", "claim_year": 2025},
        "wording": {"gross_inventory": {"en": "It does not."}},
    }
    from truetonne.proof.annex import seal_parts

    sealed = seal_parts(parts={"beneficiary": hidden}, salts=salts)
    data = filed(body(public=public, annex_sha256=sealed), annex=annex)

    assert "a name sealed in the annex" in report(verdict=verify(data=data, key=KEY))


@pytest.mark.parametrize("kg", [1, 1_000, 1_500, 100_000, 999_999_999])
def test_the_report_shows_any_mass_exactly(kg: int) -> None:
    tonnes = {1: "0.001", 1_000: "1", 1_500: "1.5", 100_000: "100", 999_999_999: "999999.999"}[kg]
    whole = line(first=1, last=1, unit_kg=kg, first_part_kg=kg, last_part_kg=kg, kg=kg)

    verdict = verify(data=filed(body(lines=[whole], kg=kg, tonnes=tonnes)), key=KEY)

    assert f"{tonnes} t = {kg} kg" in report(verdict=verdict)


def test_every_reason_can_be_said() -> None:
    raised = {code for _, code in CORPUS.values()}
    elsewhere = {"valid", "key_not_pinned", "other_key", "sandbox"}
    encoding = {"float_refused", "integer_refused", "type_refused", "surrogate_refused"}

    assert raised | elsewhere | encoding == REASONS.keys()


# ---- One file, nothing else ----


def one_file(*arguments: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run a copy of the verifier alone, without site packages, as a stranger would."""
    copy = folder / "truetonne-verify.py"
    copy.write_bytes(Path(verifier.__file__).read_bytes())
    command = [sys.executable, "-I", "-S", str(copy), *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)


def test_is_one_file_of_the_standard_library() -> None:
    tree = ast.parse(Path(verifier.__file__).read_text(encoding="utf-8"), feature_version=(3, 9))
    modules = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else alias.name
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }

    assert {module.partition(".")[0] for module in modules} <= sys.stdlib_module_names
    assert not modules & {"socket", "urllib", "http", "ssl", "subprocess", "os"}
    assert len(Path(verifier.__file__).read_text(encoding="utf-8").splitlines()) < 500


def test_runs_alone_with_the_same_verdicts(tmp_path: Path) -> None:
    (tmp_path / "certificate.json").write_bytes(certificate())
    (tmp_path / "changed.json").write_bytes(CORPUS["another name"][0])
    (tmp_path / "half.json").write_bytes(CORPUS["half"][0])
    (tmp_path / "operator.key").write_text(KEY.to_text() + "\n")
    (tmp_path / "stranger.key").write_text(STRANGER.public_key.to_text() + "\n")
    (tmp_path / "broken.key").write_text("no key\n")

    def code(*arguments: str) -> int:
        return one_file(*arguments, folder=tmp_path).returncode

    assert code("certificate.json", "--key", "operator.key") == 0
    assert code("certificate.json", "--key", "operator.key", "--live") == 0
    assert code("certificate.json") == 3
    assert code("certificate.json", "--key", "stranger.key") == 1
    assert code("changed.json", "--key", "operator.key") == 1
    assert code("half.json", "--key", "operator.key") == 2
    assert code("certificate.json", "--key", "broken.key") == 2
    assert code("missing.json", "--key", "operator.key") == 2
    assert code() == 2


def test_says_why_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "changed.json").write_bytes(CORPUS["another size"][0])
    (tmp_path / "operator.key").write_text(KEY.to_text())

    answer = one_file("changed.json", "--key", "operator.key", folder=tmp_path)

    assert answer.stdout == "NOT VALID (signature_wrong)\nThe log's signature does not cover this root.\n"
    assert answer.stderr == ""


def test_prints_any_name_on_any_terminal(tmp_path: Path) -> None:
    (tmp_path / "certificate.json").write_bytes(certificate())
    command = [sys.executable, str(Path(verifier.__file__)), str(tmp_path / "certificate.json")]

    answer = subprocess.run(command, capture_output=True, check=False, env={"PYTHONIOENCODING": "ascii"})

    assert answer.returncode == 3
    assert b"Tallow & Pine Furniture ?" in answer.stdout

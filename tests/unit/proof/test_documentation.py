import re
from pathlib import Path

from truetonne.proof.certificate import FORMAT, PURPOSES
from truetonne.proof.verifier import DEPTH_MAX, FILE_BYTES_MAX, OBJECTS, REASONS, REQUIRED

TEXT = (Path(__file__).parents[3] / "docs/reference/certificate-format.md").read_text(encoding="utf-8")
FOLDED = {"file", "proof", "annex", "sealed", "hashes", "languages"}
ENCODING = {"float_refused", "integer_refused", "type_refused", "surrogate_refused"}


def rows() -> dict[str, str]:
    return dict(re.findall(r"^\| (\w+) \| (.*) \|$", TEXT.split("## Body")[1].split("## The checks")[0], re.MULTILINE))


def test_documents_every_member_and_whether_it_may_be_absent() -> None:
    for name in OBJECTS.keys() - FOLDED:
        said = re.findall(r"`([\w-]+)`(\??)", rows()[name])
        documented = {member for member, _ in said if member in OBJECTS[name]}
        optional = {member for member, mark in said if mark and member in OBJECTS[name]}

        assert documented == OBJECTS[name].keys(), name
        assert documented - optional == REQUIRED[name], name


def test_documents_every_reason_and_limit() -> None:
    for word in (*(REASONS.keys() - ENCODING), *PURPOSES, FORMAT, f"{FILE_BYTES_MAX:,}", str(DEPTH_MAX), "65,535"):
        assert word in TEXT


def test_documents_the_proof_and_the_annex() -> None:
    for name in ("file", "proof", "annex", "sealed"):
        assert all(f"`{member}`" in TEXT or f'"{member}"' in TEXT for member in OBJECTS[name])

"""The worked examples that are kept beside this repository come out as they expect, file by file."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from truetonne.rules.worked_examples import Verdict, run_examples
from truetonne.science.catalogue import list_methods

ROOT = Path(__file__).resolve().parents[3]


def examples(folder: str) -> list[Path]:
    data = Path(os.environ.get("TRUETONNE_DATA") or ROOT.parent / "shared" / "data")
    return sorted((data.parent / "vectors" / folder).glob("*.json"))


@pytest.mark.parametrize("path", examples("methods") or [None], ids=lambda path: path.stem if path else "none")
def test_methods_give_what_the_examples_expect(path: Path | None) -> None:
    if path is None:
        pytest.skip("needs the worked examples beside the data folder (set TRUETONNE_DATA to that folder)")
    file = json.loads(path.read_text(encoding="utf-8"))
    known = {method.name for method in list_methods()}
    if not any(vector["method"] in known for vector in file["vectors"]):
        pytest.skip(f"no method of {path.stem} is part of this build")

    outcomes = list(run_examples(file=file))

    assert len(outcomes) == len(file["vectors"])
    assert [(o.id, o.differences, o.reason) for o in outcomes if o.verdict is not Verdict.PASS] == []


@pytest.mark.parametrize("path", examples("standards") or [None], ids=lambda path: path.stem if path else "none")
def test_standards_give_what_the_examples_expect(path: Path | None) -> None:
    if path is None:
        pytest.skip("needs the worked examples beside the data folder (set TRUETONNE_DATA to that folder)")
    file = json.loads(path.read_text(encoding="utf-8"))

    outcomes = list(run_examples(file=file))

    assert len(outcomes) >= len(file["cases"])
    assert [(o.id, o.differences, o.reason) for o in outcomes if o.verdict is not Verdict.PASS] == []

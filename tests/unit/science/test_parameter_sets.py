"""Parameters are data with unit, status and source; a file that lacks one of them does not load."""

from __future__ import annotations

import pytest

from truetonne.science.parameter_sets import ParametersInvalid, read_parameters
from truetonne.science.status import Status, is_unverified

GOOD = """
id = "example"
version = "1"
title = "An example"
valid_from = 2026-01-01
source = "invented for this test"

[parameters.share]
value = 0.25
unit = "fraction"
status = "unverified"
source = "invented"

[parameters.steps]
value = [[0.15, 0.0], [0.30, 0.04]]
unit = "fraction"
status = "secondary"
source = "invented"
"""


def test_reads_numbers_and_frozen_tables() -> None:
    parameters = read_parameters(text=GOOD, file="example.toml")

    assert parameters.key == "example/1"
    assert parameters.number("share") == 0.25
    assert parameters.rows("steps") == ((0.15, 0.0), (0.30, 0.04))
    assert parameters.statuses() == (Status.SECONDARY, Status.UNVERIFIED)
    assert is_unverified(statuses=parameters.statuses(["share"]))
    assert not is_unverified(statuses=parameters.statuses(["steps"]))


@pytest.mark.parametrize(
    ("before", "after", "fact"),
    [
        ('source = "invented"', 'source = " "', "without a source"),
        ('status = "unverified"', 'status = "guessed"', "guessed"),
        ('unit = "fraction"', "", "unit"),
        ("valid_from = 2026-01-01", 'valid_from = "2026"', "valid_from"),
        ("[parameters.share]", "[parameters.share]\nmaximum = 3", "maximum"),
        ('id = "example"', 'id = "example', "line"),
    ],
)
def test_refuses_a_file_that_breaks_the_schema(before: str, after: str, fact: str) -> None:
    with pytest.raises(ParametersInvalid) as refused:
        read_parameters(text=GOOD.replace(before, after, 1), file="example.toml")

    assert refused.value.file == "example.toml"
    assert fact in refused.value.fact

"""``truetonne match`` on GeoTIFF stacks and on a cluster: the same answer as from a table in one process."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner, Result
from numpy.typing import NDArray

from truetonne.cli.console import CommandFailed
from truetonne.cli.match import command
from truetonne.cli.rasters import read_stack

rasterio = pytest.importorskip("rasterio", reason="GeoTIFF files need the geo extra: pip install 'truetonne[geo]'")

SHAPE = (12, 15)


def write(path: Path, bands: dict[str, NDArray[Any]], *, nodata: float | None = None, west: float = 100.0) -> Path:
    first = next(iter(bands.values()))
    with rasterio.open(
        path, "w", driver="GTiff", height=first.shape[0], width=first.shape[1], count=len(bands), dtype=first.dtype,
        crs="EPSG:32648", transform=rasterio.Affine(30.0, 0.0, west, 0.0, -30.0, 900.0), nodata=nodata,
    ) as file:  # fmt: skip
        for number, (name, values) in enumerate(bands.items(), start=1):
            file.write(values, number)
            if name:
                file.set_band_description(number, name)
    return path


@pytest.fixture
def stack(tmp_path: Path) -> list[Path]:
    """An invented place: two covariates in one file, the ecoregion and the project in files of their own."""
    random = np.random.default_rng(1)
    slope, height = random.normal(10, 3, SHAPE), random.normal(300, 50, SHAPE)
    slope[0, 0] = -9999
    treated = np.zeros(SHAPE, dtype="uint8")
    treated[2:5, 3:8] = 1
    region = np.where(np.arange(SHAPE[1]) < 8, 1, 2)[None, :].repeat(SHAPE[0], axis=0).astype("int16")
    return [
        write(tmp_path / "terrain.tif", {"slope": slope, "height": height}, nodata=-9999),
        write(tmp_path / "ecoregion.tif", {"": region}),
        write(tmp_path / "project.tif", {"": treated}),
    ]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments], standalone_mode=False)


def refusal(answer: Result) -> str:
    assert isinstance(answer.exception, CommandFailed), answer.exception
    return f"{answer.exception.message} / {answer.exception.fix}"


RULE = ("--treatment", "project", "--covariates", "slope,height", "--exact", "ecoregion", "--k", "2", "--json", "-")


def test_a_pixel_is_a_record_with_its_place_and_its_bands(stack: list[Path]) -> None:
    table = read_stack([str(path) for path in stack])
    assert table.columns == ["pixel", "row", "column", "x", "y", "slope", "height", "ecoregion", "project"]
    assert len(table) == SHAPE[0] * SHAPE[1] - 1
    third = table.filter((pl.col("row") == 2) & (pl.col("column") == 4)).row(0, named=True)
    assert third["pixel"] == 2 * 15 + 4
    assert (third["x"], third["y"]) == (100 + 4.5 * 30, 900 - 2.5 * 30)
    assert third["project"] == 1


def test_a_stack_matches_as_the_table_of_its_pixels_does(stack: list[Path], tmp_path: Path) -> None:
    from_stack = run(*stack, *RULE)
    assert from_stack.exception is None, from_stack.exception
    table = tmp_path / "pixels.parquet"
    read_stack([str(path) for path in stack]).write_parquet(table)
    from_table = json.loads(run(table, *RULE).stdout)
    found = json.loads(from_stack.stdout)
    assert {**found, "files": ()} == {**from_table, "files": ()}


def test_files_on_different_grids_are_refused(stack: list[Path], tmp_path: Path) -> None:
    moved = write(tmp_path / "moved.tif", {"": np.ones(SHAPE)}, west=130.0)
    answer = refusal(run(*stack, moved, *RULE))
    assert "moved.tif: its placement" in answer
    assert "gdalwarp" in answer


def test_two_bands_of_one_name_are_refused(stack: list[Path], tmp_path: Path) -> None:
    again = write(tmp_path / "again.tif", {"slope": np.ones(SHAPE)})
    assert "a band named 'slope' is there already" in refusal(run(*stack, again, *RULE))


def test_a_place_without_any_whole_pixel_is_refused(stack: list[Path], tmp_path: Path) -> None:
    empty = write(tmp_path / "empty.tif", {"": np.full(SHAPE, -1.0)}, nodata=-1)
    assert "no pixel has a value in every band" in refusal(run(*stack, empty, *RULE))


def test_a_file_that_is_no_raster_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "broken.tif"
    path.write_bytes(b"no raster")
    assert "cannot be read as GeoTIFF" in refusal(run(path, *RULE))


def test_tables_and_rasters_do_not_mix(stack: list[Path], tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("a\n1\n")
    assert "named together" in refusal(run(stack[0], table, *RULE))


def test_without_rasterio_it_says_what_to_install(stack: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rasterio", None)
    assert "truetonne[geo]" in refusal(run(*stack, *RULE))


class TestCluster:
    """Dask by stratum."""

    @pytest.fixture(autouse=True)
    def _dask(self) -> None:
        pytest.importorskip("distributed", reason="a cluster needs the cluster extra: pip install 'truetonne[cluster]'")

    @pytest.mark.filterwarnings("ignore:.*unclosed.*:ResourceWarning")
    def test_two_workers_give_the_same_answer_as_one_process(self, stack: list[Path]) -> None:
        alone, spread = (run(*stack, *RULE, *more) for more in ((), ("--cluster", "2")))
        assert spread.exception is None, spread.exception
        assert json.loads(spread.stdout) == json.loads(alone.stdout)

    def test_an_address_where_nothing_answers_is_refused(self, stack: list[Path]) -> None:
        assert "--cluster nowhere" in refusal(run(*stack, *RULE, "--cluster", "nowhere"))

    def test_no_worker_is_refused(self, stack: list[Path]) -> None:
        assert "no worker" in refusal(run(*stack, *RULE, "--cluster", "0"))

    def test_without_dask_it_says_what_to_install(self, stack: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "distributed", None)
        assert "truetonne[cluster]" in refusal(run(*stack, *RULE, "--cluster", "2"))

"""GeoTIFF stacks as tables: one record a pixel, one column a band. Needs the ``geo`` extra (rasterio)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from truetonne.cli.console import fail, report_line

if TYPE_CHECKING:
    from rasterio.io import DatasetReader

KINDS = (".tif", ".tiff")
PIXEL, ROW, COLUMN, EAST, NORTH = "pixel", "row", "column", "x", "y"


def is_raster(path: str) -> bool:
    """Say whether a file is a GeoTIFF by its name."""
    return Path(path).suffix.lower() in KINDS


def read_stack(paths: Sequence[str]) -> pl.DataFrame:
    """Read GeoTIFFs that lie on one grid as one table of pixels.

    A band is named by its description, else by its file (``slope.tif`` is ``slope``; with several bands
    ``slope_1``, ``slope_2``). Besides, ``pixel`` numbers the pixels row by row from 0, ``row`` and ``column`` say where
    they lie and ``x`` and ``y`` are their centres in the grid's own coordinates. A pixel without a value in any band
    is left out, and said so. Files on different grids end the command: they are not resampled in silence.
    """
    try:
        import rasterio
    except ImportError:
        fail("GeoTIFF files are read with rasterio, which is not installed", fix="pip install 'truetonne[geo]'")
    bands: dict[str, np.ndarray[Any, Any]] = {}
    with_value: np.ndarray[Any, Any] | None = None
    grid: tuple[Any, ...] = ()
    for path in paths:
        try:
            file = rasterio.open(path)
        except (OSError, rasterio.errors.RasterioError) as error:
            fail(
                f"{path}: cannot be read as GeoTIFF ({str(error).splitlines()[0]})", fix="See whether the file is whole"
            )
        with file:
            found = (file.shape, file.crs, file.transform)
            if not grid:
                grid = found
            _need_one_grid(path=path, first=paths[0], grid=grid, found=found)
            for number, name in enumerate(_band_names(file, path), start=1):
                if name in bands or name in (PIXEL, ROW, COLUMN, EAST, NORTH):
                    fail(f"{path}: a band named {name!r} is there already",
                         fix="Rename the file, or describe the band by another name")  # fmt: skip
                values, mask = file.read(number), file.read_masks(number) > 0
                if values.dtype.kind == "f":
                    mask &= np.isfinite(values)
                bands[name] = values
                with_value = mask if with_value is None else with_value & mask
    if with_value is None or not with_value.any():
        fail(f"{', '.join(paths)}: no pixel has a value in every band", fix="See whether the files show the same place")
    rows, columns = np.nonzero(with_value)
    if left_out := with_value.size - len(rows):
        report_line(f"{left_out:,} of {with_value.size:,} pixels have no value in some band and are left out")
    turn = grid[2]
    x = turn.a * (columns + 0.5) + turn.b * (rows + 0.5) + turn.c
    y = turn.d * (columns + 0.5) + turn.e * (rows + 0.5) + turn.f
    places = {PIXEL: rows * with_value.shape[1] + columns, ROW: rows, COLUMN: columns, EAST: x, NORTH: y}
    return pl.DataFrame({**places, **{name: values[rows, columns] for name, values in bands.items()}})


def _need_one_grid(*, path: str, first: str, grid: tuple[Any, ...], found: tuple[Any, ...]) -> None:
    for what, one, other in zip(("size", "coordinate system", "placement"), grid, found, strict=True):
        if one != other:
            fail(
                f"{path}: its {what} ({_flat(other)}) is not that of {first} ({_flat(one)})",
                fix="Bring all files onto one grid first (gdalwarp -t_srs -te -tr)",
            )


def _flat(value: object) -> str:
    return " ".join(str(value).split())


def _band_names(file: DatasetReader, path: str) -> list[str]:
    stem = Path(path).stem
    return [
        description or (stem if file.count == 1 else f"{stem}_{number}")
        for number, description in enumerate(file.descriptions, start=1)
    ]

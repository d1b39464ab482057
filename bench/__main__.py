"""``python -m bench``: choose benchmarks, run them on one server, print their tables."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import cast

import click

from bench.harness.exchanges import Exchanges
from bench.harness.machine import load_text, machine_facts
from bench.harness.run import Benchmark, Run
from bench.harness.server import open_server
from bench.harness.tables import Table

NAMES = (
    "one_by_one",
    "over_http",
    "batches",
    "with_history",
    "log_worker",
    "register_page",
    "public_pages",
    "web",
    "fuel_deliveries",
    "trees_draws",
    "matching",
    "matching_cluster",
    "matching_growth",
    "placebo",
    "footprint",
)
SIZES = (100_000, 1_000_000, 10_000_000)
QUICK_SIZES = (10_000, 100_000)


@click.command(help=f"Run benchmarks ({', '.join(NAMES)}); all of them without a name.")
@click.argument("names", nargs=-1, type=click.Choice(NAMES))
@click.option("--list", "is_list", is_flag=True, help="Say what each benchmark measures and end.")
@click.option("--rounds", default=None, type=click.IntRange(1, 99), help="Rounds that a median is taken over [5].")
@click.option("--seconds", default=None, type=click.FloatRange(1, 600), help="Length of one measurement [10].")
@click.option("--sizes", default=None, help="Lines already there, comma-separated [100000,1000000,10000000].")
@click.option("--quick", is_flag=True, help="Minutes instead of hours: 2 rounds of 3 s, at most 100,000 lines.")
@click.option("--json", "json_path", metavar="PATH", help="Write all tables as JSON; - is standard output.")
@click.option("--home", type=click.Path(path_type=Path), help="Keep databases here and use those kept before.")
def main(
    names: tuple[str, ...],
    is_list: bool,  # noqa: FBT001 - click passes it by name
    rounds: int | None,
    seconds: float | None,
    sizes: str | None,
    quick: bool,  # noqa: FBT001 - click passes it by name
    json_path: str | None,
    home: Path | None,
) -> None:
    """Print one table per benchmark. Without --home everything is made in a temporary folder and removed."""
    if is_list:
        for name in NAMES:
            click.echo(f"{name:14} {_benchmark(name).TITLE}")
        return
    folder = (home or Path(tempfile.mkdtemp(prefix="truetonne-bench-"))).absolute()
    if home is None:
        # The server's own account must be able to walk to its data.
        folder.chmod(0o755)
    counts = tuple(int(size) for size in sizes.split(",")) if sizes else (QUICK_SIZES if quick else SIZES)
    tables: list[Table] = []
    facts = machine_facts()
    server, lease = open_server(home=folder, report=_say)
    try:
        facts |= server.facts()
        run = Run(
            server=server,
            exchanges=Exchanges(server=server, folder=folder / "exchanges"),
            rounds=rounds or (2 if quick else 5),
            seconds=seconds or (3.0 if quick else 10.0),
            sizes=counts,
            keep=home is not None,
            report=_say,
        )
        click.echo("\n".join(f"{name:20} {value}" for name, value in facts.items()) + "\n")
        for name in names or NAMES:
            _say(name)
            tables.append(_benchmark(name).measure(run))
            click.echo(tables[-1].as_text())
        facts["load after"] = load_text()
    finally:
        lease.close()
        if home is None:
            shutil.rmtree(folder, ignore_errors=True)
    _write_json(path=json_path, facts=facts, tables=tables)


def _benchmark(name: str) -> Benchmark:
    return cast("Benchmark", import_module(f"bench.{name}"))


def _say(text: str) -> None:
    click.echo(f"[{load_text()}] {text}", err=True)


def _write_json(*, path: str | None, facts: dict[str, str], tables: list[Table]) -> None:
    if path is None:
        return
    text = json.dumps({"machine": facts, "tables": [table.as_json() for table in tables]}, indent=2) + "\n"
    if path == "-":
        sys.stdout.write(text)
    else:
        Path(path).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    os.environ.pop("TRUETONNE_HOME", None)
    main()

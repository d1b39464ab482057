"""Parts of a matching on a Dask cluster, one's own processes or one that is there already. Needs the ``cluster`` extra."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from truetonne.cli.console import fail
from truetonne.science.forest.parts import Part, PartedMatching

if TYPE_CHECKING:
    from distributed import Client

    from truetonne.science.forest.match import Matches, Pairs

PARTS_A_WORKER = 3
"""Some more parts than workers, so that none waits long for the last."""


@contextmanager
def open_cluster(where: str) -> Iterator[Client]:
    """Yield a client of ``where``: a number of local worker processes, or a scheduler's address (tcp://host:port)."""
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        fail("a cluster needs Dask, which is not installed", fix="pip install 'truetonne[cluster]'")
    if not where.isdecimal():
        try:
            client = Client(where, timeout=10)
        except (OSError, TimeoutError, ValueError) as error:
            fail(f"--cluster {where}: no scheduler answers there ({error})",
                 fix="Write its address, or a number of workers")  # fmt: skip
        with client:
            yield client
        return
    if int(where) < 1:
        fail(f"--cluster {where}: no worker", fix="Write a number of workers, or the address of a scheduler")
    # Each worker is one of several: it takes one core.
    environ = {"NUMBA_NUM_THREADS": "1", "NUMBA_CACHE_DIR": os.environ.get("NUMBA_CACHE_DIR", "")}
    with (
        LocalCluster(n_workers=int(where), threads_per_worker=1, dashboard_address=None, env=environ) as cluster,
        Client(cluster) as client,
    ):
        yield client


def count_parts(client: Client) -> int:
    """Return how many parts to cut for a cluster."""
    threads: dict[str, int] = client.nthreads()
    return PARTS_A_WORKER * max(1, sum(threads.values()))


def solve_on(*, client: Client, parted: PartedMatching, progress: Callable[[int], None] | None = None) -> Matches:
    """Solve every part somewhere on the cluster and join them: the answer is the one that one process gives."""
    from distributed import as_completed

    there = client.scatter(list(parted.parts), direct=False)
    jobs = client.map(_solve, there, pure=False)
    solved: list[Pairs] = []
    done = 0
    for job, pairs in as_completed(jobs, with_results=True):
        solved.append(pairs)
        done += len(parted.parts[jobs.index(job)].treated)
        if progress is not None:
            progress(done)
    return parted.join(solved=solved)


def _solve(part: Part) -> Pairs:
    return part.solve()

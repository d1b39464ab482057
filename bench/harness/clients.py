"""Clients in processes of their own: started, let go together, counted, ended.

A client prints one line of JSON when it is ready, waits for a line that says how long to work, works, prints its
result, and waits to be told to end, so that the sessions it holds can be looked at before they close.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TypedDict

from bench.harness.server import BenchServer

ROOT = Path(__file__).resolve().parents[2]


class ClientFailed(Exception):
    """A client ended before it said what it did."""


class Answer(TypedDict):
    """What one client says it did."""

    orders: int
    refused: int
    lines: int
    seconds: float
    cpu_s: float
    latencies_ms: list[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What all clients did together. Times per order are microseconds of processor time."""

    clients: int
    orders: int
    refused: int
    lines: int
    rate: float
    p50_ms: float
    p99_ms: float
    client_us: float
    server_us: float


class Clients:
    """A number of equal client processes, connected and waiting; use as a context manager."""

    def __init__(self, *, kind: str, count: int, environ: Mapping[str, str], options: Mapping[str, object]) -> None:
        self._processes = [
            subprocess.Popen(
                [sys.executable, "-m", "bench.harness.client", kind, json.dumps({**options, "number": number})],
                cwd=ROOT,
                env={**os.environ, **environ},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for number in range(count)
        ]

    def __enter__(self) -> Clients:
        try:
            for process in self._processes:
                _answer(process)
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def work(self, *, seconds: float, server: BenchServer, other_cpu: Sequence[int] = ()) -> Load:
        """Let all clients work for ``seconds`` and return what they did.

        ``other_cpu`` are processes whose time counts as the server's (web workers).
        """
        before = server.cpu_s() + sum(map(process_cpu_s, other_cpu))
        for process in self._processes:
            _tell(process, f"{seconds}")
        answers = [_answer(process) for process in self._processes]
        after = server.cpu_s() + sum(map(process_cpu_s, other_cpu))
        orders = sum(answer["orders"] for answer in answers)
        latencies = sorted(latency for answer in answers for latency in answer["latencies_ms"])
        return Load(
            clients=len(answers),
            orders=orders,
            refused=sum(answer["refused"] for answer in answers),
            lines=sum(answer["lines"] for answer in answers),
            rate=sum(answer["orders"] / answer["seconds"] for answer in answers),
            p50_ms=_quantile(latencies, 0.50),
            p99_ms=_quantile(latencies, 0.99),
            client_us=1e6 * sum(answer["cpu_s"] for answer in answers) / max(orders, 1),
            server_us=1e6 * (after - before) / max(orders, 1),
        )

    def _end(self) -> None:
        for process in self._processes:
            if process.stdin:
                process.stdin.close()
        for process in self._processes:
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout:
                process.stdout.close()


def process_cpu_s(pid: int) -> float:
    """Return the processor seconds of one living process."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _tell(process: subprocess.Popen[str], line: str) -> None:
    if process.stdin is None:
        raise ClientFailed("no way to tell the client")
    process.stdin.write(line + "\n")
    process.stdin.flush()


def _answer(process: subprocess.Popen[str]) -> Answer:
    line = process.stdout.readline() if process.stdout else ""
    if not line:
        raise ClientFailed(f"a client ended early, exit code {process.wait()}; its words stand above")
    answer: Answer = json.loads(line)
    return answer


def _quantile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0

"""Our own orders over HTTP, one by one or many in a call, on one persistent connection, spoken on a plain socket.

The client does the least it can (JSON out, status and length in), so that the figure is the server's.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Mapping
from random import Random

from bench.harness.orders import BUYERS, CLAIM_YEAR, KG_MAX, LINES_MAX, PURPOSE, SIGNER

BUFFER_BYTES = 65_536


class AnswerUnexpected(Exception):
    """The server answered something else than 201."""


def connect(options: Mapping[str, object]) -> Callable[[Random], tuple[int, int, int]]:
    """Return a function that posts one order, or with ``rows`` so many of them in one call of the batch's address.

    ``options`` holds port, token and the lots' ids as shown, and ``path`` where the orders go elsewhere.
    """
    lots = options["lots"]
    assert isinstance(lots, list)
    rows = int(str(options.get("rows", 0)))
    connection = socket.create_connection(("127.0.0.1", int(str(options["port"]))))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    path = options.get("path") or ("/v1/retirements/batch" if rows else "/v1/retirements")
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{options['port']}\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {options['token']}\r\n"
    )

    def post(chance: Random, given: dict[str, object], status: int) -> bytes:
        body = json.dumps(given).encode()
        key = f"{chance.getrandbits(128):032x}"
        connection.sendall(f"{head}Idempotency-Key: {key}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        found, answer = read_answer(connection)
        if found not in {status, 201}:
            raise AnswerUnexpected(f"{found}: {answer[:500]!r}")
        return answer

    def place_order(chance: Random) -> tuple[int, int, int]:
        given, lines = _new_order(chance=chance, lots=lots)
        post(chance, given, 201)
        return 1, 0, lines

    def place_many(chance: Random) -> tuple[int, int, int]:
        drawn = [_new_order(chance=chance, lots=lots) for _ in range(rows)]
        batch = [{**given, "external_id": f"{chance.getrandbits(128):032x}"} for given, _ in drawn]
        answer = json.loads(post(chance, {"rows": batch}, 200))
        taken = answer["totals"]["retired"] if "totals" in answer else rows
        return taken, rows - taken, sum(lines for _, lines in drawn)

    return place_many if rows else place_order


def _new_order(*, chance: Random, lots: list[str]) -> tuple[dict[str, object], int]:
    """Return an order as its address takes it, and how many lots it draws from."""
    drawn = chance.sample(lots, chance.randint(1, LINES_MAX))
    picks = [{"lot": lot, "quantity": {"kg": chance.randint(1, KG_MAX)}} for lot in drawn]
    claim = {"purpose": PURPOSE, "claim_year": CLAIM_YEAR, "signer": SIGNER, "authorized": True}
    return {**claim, "beneficiary": chance.choice(BUYERS), "picks": picks}, len(drawn)


def read_answer(connection: socket.socket) -> tuple[int, bytes]:
    """Read one answer to its end and return its status and body."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(BUFFER_BYTES)
        if not part:
            raise AnswerUnexpected("the server closed the connection")
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    length = next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), None)
    if length is None:
        raise AnswerUnexpected(f"an answer without its length: {head!r}")
    while len(body) < length:
        body += connection.recv(BUFFER_BYTES)
    return int(lines[0].split()[1]), body

"""Pages over HTTP: ``GET`` of one address after another on one persistent connection, spoken on a plain socket."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from random import Random

from bench.harness.http_orders import AnswerUnexpected, read_answer


def connect(options: Mapping[str, object]) -> Callable[[Random], tuple[int, int, int]]:
    """Return a function that reads one page. ``options`` holds port and paths."""
    paths = options["paths"]
    assert isinstance(paths, list)
    connection = socket.create_connection(("127.0.0.1", int(str(options["port"]))))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def read_page(chance: Random) -> tuple[int, int, int]:
        path = chance.choice(paths)
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{options['port']}\r\n\r\n".encode())
        status, answer = read_answer(connection)
        if status != 200:
            raise AnswerUnexpected(f"{path} answers {status}: {answer[:200]!r}")
        return 1, 0, 0

    return read_page

"""The server's own small configuration, written anew at every start.

Durability is never traded: fsync, full pages and synchronous commits stay on. Memory follows the machine.
An operator's own lines go to HOME/database/extra.conf, which is read last.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

MIB = 2**20


def server_configuration(*, socket: Path, extra: Path, settings: Mapping[str, str]) -> str:
    """Return the text of postgresql.conf: ours, then ``settings`` (tests), then the operator's own lines."""
    memory = _memory_bytes()
    lines = {
        "listen_addresses": "''",
        "port": "5432",
        "unix_socket_directories": _quoted(str(socket)),
        "unix_socket_permissions": "0700",
        "max_connections": "200",
        "password_encryption": "'scram-sha-256'",
        "shared_buffers": _size(_between(memory // 8, 128 * MIB, 4096 * MIB)),
        "effective_cache_size": _size(memory // 2),
        "maintenance_work_mem": _size(_between(memory // 32, 64 * MIB, 1024 * MIB)),
        "work_mem": _size(_between(memory // 512, 4 * MIB, 32 * MIB)),
        "dynamic_shared_memory_type": "posix" if _has_shared_memory() else "mmap",
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "wal_compression": "pglz",
        "wal_buffers": "'16MB'",
        "min_wal_size": "'256MB'",
        "max_wal_size": "'4GB'",
        "checkpoint_timeout": "'15min'",
        "max_wal_senders": "2",
        "random_page_cost": "1.1",
        "jit": "off",
        "timezone": "'UTC'",
        "log_timezone": "'UTC'",
        "lc_messages": "'C'",
        "datestyle": "'iso, ymd'",
        "log_line_prefix": "'%m [%p] '",
        "log_min_messages": "warning",
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
        "cluster_name": "'truetonne'",
        **settings,
    }
    written = "".join(f"{name} = {value}\n" for name, value in lines.items())
    return (
        f"# Written by truetonne at every start. Your own lines belong in {extra}\n{written}{_own_lines(extra=extra)}"
    )


def access_rules(*, open_to_superuser: bool) -> str:
    """Return the text of pg_hba.conf: passwords for everybody, the private socket only."""
    first = "local postgres truetonne_admin trust\n" if open_to_superuser else ""
    return (
        f"# Written by truetonne at every start.\n{first}"
        "local all all scram-sha-256\n"
        "local replication truetonne_admin scram-sha-256\n"
    )


def _own_lines(*, extra: Path) -> str:
    """Return the operator's lines; taken in here because the server may not be able to walk to them."""
    try:
        return extra.read_text(encoding="utf-8").rstrip() + "\n"
    except FileNotFoundError:
        return ""


def _memory_bytes() -> int:
    """Return the memory this process may use: the machine's, or less where a container limits it."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for limit in (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes")):
        try:
            machine = min(machine, int(limit.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            continue
    return machine


def _has_shared_memory() -> bool:
    """Whether /dev/shm is large enough for parallel queries; containers often get 64 MiB."""
    try:
        return shutil.disk_usage("/dev/shm").total >= 256 * MIB  # noqa: S108 - looked at, not written
    except OSError:
        return not Path("/proc").exists()


def _between(value: int, low: int, high: int) -> int:
    return max(low, min(value, high))


def _size(count: int) -> str:
    return f"'{count // 1024}kB'"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"

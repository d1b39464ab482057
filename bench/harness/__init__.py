"""What the benchmarks share: one PostgreSQL server, exchanges on it, client processes, tables."""

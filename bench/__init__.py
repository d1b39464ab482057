"""Benchmarks of the exchange: ``make bench``, or ``python -m bench [name ...]``.

Each module of this folder that is not ``__main__`` is one benchmark and prints one table. Peers run beside ours on the
same server in the same run, round by round, and a table holds medians over the rounds.
"""

"""Judging a load's rows together and against what is stored, with set-based SQL inside the caller's transaction.

Rows stream into staging tables; each later step writes verdicts; what has none at the end is accepted.
"""

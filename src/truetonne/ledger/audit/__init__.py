"""Recomputing the ledger on a path of code that wrote none of it: rows, entries, certificates, prices, the log."""

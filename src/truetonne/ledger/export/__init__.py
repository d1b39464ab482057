"""The ledger written out for independent accounting programs."""

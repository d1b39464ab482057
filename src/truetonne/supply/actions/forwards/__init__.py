"""What is done to forward contracts, jurisdictions and contributions: one verb a module."""

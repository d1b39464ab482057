"""Rules of greenhouse-gas inventories: when a base year is recalculated, and when a scope 3 total is complete."""

"""Claims under the Voluntary Carbon Markets Integrity Initiative: Carbon Integrity tiers and Scope 3 Action."""

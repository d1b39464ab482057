"""Equivalent permanence after the Cambridge PACT method (tropical forest), a disclosed view of durability.

Not the product-footprint exchange protocol of the same short name. An issued amount comes from its own standard, never
from here.
"""

"""Members: applications, evidence, eligibility, standing, and what of a member's residual emissions is left to cover.

Decides who may buy, and says why. Knows no lot, order or certificate: the market asks this room, never the reverse.
"""

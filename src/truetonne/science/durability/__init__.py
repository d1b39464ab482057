"""How long stored carbon stays stored: labels with years, tonne-years, reversal risk, buffer pools, renewals.

Durability is a label, never a multiplier: nothing here changes the tonnes that are issued.
"""

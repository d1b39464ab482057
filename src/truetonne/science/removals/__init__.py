"""Removals: direct air capture, biochar and enhanced weathering net of everything, and what is promised for later.

A potential is never credited, the credited amount is never above the net mean, and a promise is never a unit.
"""

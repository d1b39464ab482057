"""Judgements: dated rule sets as data with sources, and the pure functions that apply them. No Django, no clock."""

"""Targets of the Science Based Targets initiative: what ambition is asked for, by which version of its rules."""

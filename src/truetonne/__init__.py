"""A sustainability exchange in which every kilogram, price, rating and verdict can be checked by anyone."""

__version__ = "0.1.0"

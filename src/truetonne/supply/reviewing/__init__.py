"""Ratings that recompute: cases, readings, attached computations, publications, triggers, and what is shown of them."""

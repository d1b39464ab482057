"""Lower-carbon fuel: the figures that a batch may rest on, its quantification, and what refuses it."""

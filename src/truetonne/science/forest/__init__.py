"""Forest quantification: matched controls and their effects, performance benchmarks, synthetic controls.

Pure functions on arrays: no files, no clock. Readers of CSV and Parquet stand in the command line.
"""

from truetonne.science.forest.greedy import Order
from truetonne.science.forest.match import Matches, Reason, Rule, Ties, Units, match_controls
from truetonne.science.forest.metric import Distance

__all__ = ["Distance", "Matches", "Order", "Reason", "Rule", "Ties", "Units", "match_controls"]

"""Superpollutants destroyed: custody and masses, the law of the day, and the quantification under a stated GWP set."""

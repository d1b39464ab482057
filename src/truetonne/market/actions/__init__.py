"""The verbs of the market, one module each."""

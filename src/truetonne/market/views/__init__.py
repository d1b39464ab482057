"""Pages of the market: each reads the clock once, calls one action or query, and renders."""

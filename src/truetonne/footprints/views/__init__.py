"""Pages of the room: each reads the clock once, calls one action or query, and renders."""

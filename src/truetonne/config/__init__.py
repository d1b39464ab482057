"""Settings, addresses and the embedded database. The only place that wires the rooms together."""

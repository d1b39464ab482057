"""The public log: the worker that numbers, hashes, signs and publishes entries, and the reading of what it published."""

"""Canonical bytes, the Merkle tree, checkpoints, signatures and offline verification. Pure."""

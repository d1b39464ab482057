"""The ``truetonne`` command."""

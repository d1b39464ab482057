"""What every refusal of the ledger is: an anticipated failure, named for the fact, that changed nothing."""

from __future__ import annotations


class Refusal(Exception):
    """An anticipated failure. ``code`` is the stable code of the interface; the facts are attributes."""

    code = "internal_error"

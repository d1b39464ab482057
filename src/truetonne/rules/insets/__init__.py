"""Insets in inventories: a lower profile in a statement of its own, never a subtraction, and each batch claimed once."""

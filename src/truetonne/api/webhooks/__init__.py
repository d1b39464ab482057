"""Signed webhooks: who is told of which event, by whom they can tell it is us, and what is tried when nobody answers."""

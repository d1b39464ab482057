"""The verbs of this room, one a module. Each is one transaction, answers a repeated request alike, and leaves a line."""

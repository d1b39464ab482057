"""The verbs of supply. Each either does the thing or raises a named refusal; every write takes a request id."""

"""A whole exchange in processes of its own, started by the command that the README gives, for tests that act as people do."""

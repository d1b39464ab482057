"""Publishers' factor files, read by mapping files: a new publisher is a mapping, not a change of code. Pure."""

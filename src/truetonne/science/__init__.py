"""Numbers into tonnes: the value types every room shares. Pure Python: no Django, no clock, no files."""

"""Forward contracts: what is promised for later years, by whom, for whom, and what has come of it. Never units."""

"""Supply's pages: the operator's back office of files, lots, reviews and recalls."""

"""Claims judged from what is on record: an inventory, the targets, and the credits retired for its year."""

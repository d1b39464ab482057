"""The operator's copy of the table of core carbon principle decisions: its look-up, and its words."""

"""What disclosure regimes ask for, as dated tables, and what of it a company's record answers."""

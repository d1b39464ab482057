"""Reading registries' public files: a mapping file says how, this package does it. Pure: no database, no clock.

It turns a file into cleaned rows, each readable, held or refused by what the row itself says. What only the other
rows and earlier loads can tell (known, repeated, overlapping) is judged in ``supply.storing``.
"""

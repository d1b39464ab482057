"""Lower-carbon fuels: energy, intensity on one basis, the amount of an inset, blends, and book-and-claim rules.

A fuel inset moves the emission attribute of neat fuel inside a value chain. It is never an offset, never netted
against the physical inventory, and biogenic CO2 is shown beside it and never added.
"""

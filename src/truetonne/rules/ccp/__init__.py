"""The Core Carbon Principles label: which program, methodology and version was assessed, and with which decision."""

"""Activity into emissions: exact arithmetic with emission factors, for inventories by scope. Pure, no files."""

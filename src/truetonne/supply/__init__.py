"""Programs, projects, registry records, the operator's holdings and quality reviews."""

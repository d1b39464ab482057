"""Organizations, persons, roles and permissions, and who did what when."""

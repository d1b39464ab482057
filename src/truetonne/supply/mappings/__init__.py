"""The mapping files that come with truetonne, one a registry. How to write one: docs/how-to/add-a-registry.md."""

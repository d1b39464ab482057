"""What every room's pages, forms and API share. Knows no room."""

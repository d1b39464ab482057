"""Files that people send in: kept until their import is done, imported one after another apart from the pages."""

"""Files of activity data: rows as they stand, the mapping that reads them, and cleaned lines. Pure."""

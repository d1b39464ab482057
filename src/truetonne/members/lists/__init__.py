"""Reading public lists (target dashboards, trackers, pledge registers) by a mapping: data, no code. Knows no database."""

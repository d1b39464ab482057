"""What pages, the interface and the rooms above read of factors, activity data and inventories."""

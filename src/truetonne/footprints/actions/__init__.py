"""What people do with factors, activity data and inventories; one verb a module."""

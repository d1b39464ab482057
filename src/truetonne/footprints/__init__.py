"""What an organization emits: activity data, emission factors, and inventories that never change once they stand."""

"""What the operator's desk shows of supply: lots, reviews, held rows and loads as lists of what waits. Reads only."""

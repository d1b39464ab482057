"""Every kilogram exactly once: lots, reservations, lines, holds, recalls, the public log. The only writer of units."""

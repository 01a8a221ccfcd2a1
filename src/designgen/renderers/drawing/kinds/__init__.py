"""The kinds of drawings: what of a design each one shows, and how its boxes and lines are drawn."""

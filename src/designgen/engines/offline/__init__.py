"""A Question in, a Section out by the rulebook alone: always the same, no network."""

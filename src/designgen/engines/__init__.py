"""A Question in, a typed Section out; interchangeable members."""

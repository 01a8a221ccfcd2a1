"""Written nodes into requirements, one module for each part of the file."""

"""A Design in, source artifacts out as bytes in memory; one module per family."""

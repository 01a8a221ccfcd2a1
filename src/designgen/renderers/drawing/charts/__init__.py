"""Charts by the same writer: figures of a design as lines, bars, a matrix, a plan in weeks."""

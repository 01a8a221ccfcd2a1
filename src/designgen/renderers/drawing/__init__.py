"""A graph of cards or tables in, SVG, DOT and Mermaid out; Graphviz gives positions only."""

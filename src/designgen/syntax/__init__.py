"""Text in, nodes with places out, and back: YAML, SQL, OpenAPI, Markdown."""

"""The rulebook as data: catalogues in YAML, the loader, conditions and templates."""

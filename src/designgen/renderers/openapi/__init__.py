"""The OpenAPI documents of a package: head and paths, schemas, types, examples."""

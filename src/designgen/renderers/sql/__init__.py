"""The SQL of a package: tables in their order, types, guards, rights."""

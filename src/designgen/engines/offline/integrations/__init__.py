"""How the offline engine answers the integration architect: adapters, pipelines, offline work."""

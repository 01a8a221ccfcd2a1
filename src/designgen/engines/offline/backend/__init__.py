"""How the offline engine answers the backend architect: modules, components, operations and the API."""

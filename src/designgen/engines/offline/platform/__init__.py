"""How the offline engine answers the platform architect: topology, objectives, runbooks, security, delivery."""

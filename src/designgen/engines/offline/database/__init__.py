"""How the offline engine answers the integration lead of data: tables, indexes, rights, retention, jobs."""

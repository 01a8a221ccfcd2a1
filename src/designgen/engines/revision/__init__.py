"""A question in, a prompt out; an answer's text in, a typed revision, its faults, and the revised section out; no network, no disk."""

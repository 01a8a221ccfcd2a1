"""Questions out as pages that any model can answer, answers in as texts that someone brings back; no network, no disk."""

"""Arithmetic of a design: load, row shapes, storage, queueing; pure functions from requirements to facts."""

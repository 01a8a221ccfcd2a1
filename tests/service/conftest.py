"""Fixtures of the tests that need an outside program."""

from oracles.postgres import postgres

__all__ = ["postgres"]

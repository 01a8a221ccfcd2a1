"""The pages and rule files of operations: objectives, alerts and their tests, capacity, recovery."""

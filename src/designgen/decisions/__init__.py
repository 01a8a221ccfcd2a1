"""Facts in, scored decisions out: topics are rows of `knowledge/topics/`, the scorer is one for all."""

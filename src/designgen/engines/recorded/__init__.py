"""A question in, what a model once answered to it out: the same package again, without a model."""

"""A question in, an answer of Claude out, over the Messages API; the one door to the anthropic SDK, opened by the first question."""

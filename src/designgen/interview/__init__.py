"""Facts and Decisions in, Sections out, then one Design: plan, ask, link."""

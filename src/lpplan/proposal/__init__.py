"""A document that a school can approve."""

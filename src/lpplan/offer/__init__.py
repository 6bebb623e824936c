"""The sheet with which a centre recruits other schools."""

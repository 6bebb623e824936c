"""When each stage of a plan is, and what in it cannot work."""

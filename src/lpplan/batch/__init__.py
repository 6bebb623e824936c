"""Many schools quoted from one list."""

"""How people divide into cohorts."""

"""Results with all that is shown beside them, whatever the format."""

"""Results with all that is shown beside them: what the commands ask for and every format renders."""

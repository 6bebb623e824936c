"""Fee schedules looked at, checked, compared and made."""

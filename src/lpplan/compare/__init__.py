"""Plans and saved quotes side by side, and every difference."""

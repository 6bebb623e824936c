"""What staff need to know, and whether somebody may apply."""

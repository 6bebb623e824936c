"""What participating schools pay the centre."""

"""Turning what a file says into checked values, or into every problem it has."""

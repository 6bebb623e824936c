"""Documents laid out in each format for reading, and data for machines."""

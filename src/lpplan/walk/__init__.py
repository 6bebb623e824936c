"""A plan made by answering questions."""

"""Whether a plan is ready to start Stage 2 or 3."""

"""Whether a saved quote still holds."""

"""Results as text: one module a result, one function a format, no sums."""

"""Whether becoming a centre is worth it."""

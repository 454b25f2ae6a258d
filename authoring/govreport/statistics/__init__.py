"""Statistics over many reports and years."""

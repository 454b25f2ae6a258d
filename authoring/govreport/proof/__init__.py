"""The proof of a pack: probe reports rendered with it, read back, and compared with what was put in."""

"""A context as text, HTML and other outputs."""

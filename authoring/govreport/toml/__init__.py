"""TOML text: read, located, and what a person mistyped in it."""

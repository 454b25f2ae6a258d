"""The checks on a whole report, and the catalogue of what they say."""

"""Published reports in other formats, recognised by their labels."""

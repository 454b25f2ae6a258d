"""The one exception that ends the work with a line for the user."""


class GovreportError(Exception):
    """The work cannot go on; the message is one Chinese line naming the file and the way out."""

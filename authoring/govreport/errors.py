"""The exceptions that end the work with a line for the user."""


class GovreportError(Exception):
    """The work cannot go on; the message is one Chinese line naming the file and the way out."""


class DiskFullError(GovreportError):
    """Nothing more can be written, neither this file nor another."""


class StoppedError(Exception):
    """The user has stopped the work (Ctrl-C); the message says how far it has come."""

"""How a number is written."""

from govreport.finding import Number


def format_number(value: Number) -> str:
    """Return the number's digits as the author gave them, never with an exponent."""
    return str(value) if isinstance(value, int) else f"{value:f}"


def gap(one: Number, other: Number) -> Number:
    """Return how far two numbers are apart."""
    return max(one, other) - min(one, other)

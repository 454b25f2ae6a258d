"""{names} in texts that others wrote."""

import re
from collections.abc import Mapping

NAME = re.compile(r"\{(\w+)\}")


def fill_names(text: str, values: Mapping[str, object]) -> str:
    """Return `text` with each {name} of `values` replaced; anything else in braces stays as it is.

    Unlike str.format it knows no attributes and no widths, so that a foreign text can ask for nothing else.
    """
    return NAME.sub(lambda match: str(values[match[1]]) if match[1] in values else match[0], text)


def list_names(text: str) -> list[str]:
    """Return what stands in braces, in order, names or not."""
    return re.findall(r"\{([^{}]*)\}", text)

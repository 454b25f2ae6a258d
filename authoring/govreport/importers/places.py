"""The names of provinces."""

from functools import cache

import tomli

from govreport.resources import locate_resources


@cache
def list_provinces() -> tuple[str, ...]:
    """Return the full names of provinces, autonomous regions and cities directly under the state."""
    path = locate_resources("schemas") / "provinces.toml"
    return tuple(tomli.loads(path.read_text(encoding="utf-8"))["names"])

"""The environment of an installed package: its modules are compiled once, not at every start."""

import os
from pathlib import Path


def as_installed(folder: Path) -> dict[str, str]:
    """Return the environment in which bytecode is kept in `folder`, as pip keeps it, whatever the shell says."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(folder)}

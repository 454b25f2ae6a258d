"""Where the folders `templates/` and `schemas/` are."""

from functools import cache
from pathlib import Path

from govreport.errors import GovreportError


@cache
def locate_resources(folder: str) -> Path:
    """Return the folder `templates` or `schemas`: inside the installed package, else in the checkout.

    Raises GovreportError when neither is there (a broken installation).
    """
    package = Path(__file__).resolve().parent
    for root in (package, package.parent.parent):
        if (root / folder).is_dir():
            return root / folder
    raise GovreportError(f"安装不完整：找不到 {folder} 文件夹，请重新安装 govreport")

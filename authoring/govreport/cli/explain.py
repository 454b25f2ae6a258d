"""`govreport explain`."""

from typing import Annotated

import typer

from govreport.cli.console import put
from govreport.rules.catalogue import load_rules
from govreport.rules.explanation import explain_rule
from govreport.rules.selection import list_codes


def explain(
    codes: Annotated[list[str], typer.Argument(metavar="代码…", help="规则代码，如 T01；写 T 就是这一类的每一条")],
) -> int:
    """说明一条规则：为什么、对错举例、怎么改、怎样说明理由。"""
    catalogue = load_rules()
    put(f"\n{'-' * 60}\n\n".join(explain_rule(catalogue[code]) for code in list_codes(codes)))
    return 0

"""Many files read by several processes: a file that cannot be dealt with costs only itself."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from govreport.cli.gathering import gather
from govreport.cli.many import Amount

COUNT = 130
"""More than two portions."""


def read(name: str, content: Callable[[], bytes]) -> tuple[str, str]:
    """Return name and text of a file, or why there is none; one kills its process, one has a slip of ours."""
    try:
        text = content().decode()
    except Exception as error:
        return name, f"! {error}"
    if text == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    if text == "wrong":
        raise ValueError(text)
    return name, text


@pytest.mark.parametrize("fault", ["deadly", "wrong"])
def test_one_bad_file_is_named_and_the_rest_of_its_portion_is_read(tmp_path: Path, fault, capfd):
    names = [str(tmp_path / f"{number:03}.toml") for number in range(COUNT)]
    for number, name in enumerate(names):
        Path(name).write_text(fault if number == 13 else "good")
    with gather(read, names, Amount(COUNT, 1, "读"), jobs=2) as results:
        found = list(results)
    assert [name for name, _ in found] == names
    bad = [(name, text) for name, text in found if text != "good"]
    assert [name for name, _ in bad] == [names[13]]
    assert bad[0][1].startswith(f"! {names[13]}：")

"""Inputs as they are sent to other processes: with the files that they name."""

import pytest

from govreport.cli.inputs import carry


@pytest.mark.parametrize("key", ["previous", r'"\u0070revious"', r'"\U00000070revious"'])
def test_the_file_that_a_report_names_goes_with_it_however_the_key_is_written(tmp_path, key):
    (tmp_path / "2023.toml").write_bytes(b"year = 2023\n")
    carried = carry(str(tmp_path / "2024.toml"), f'{key} = "2023.toml"\n'.encode())
    assert carried == {"2023.toml": b"year = 2023\n"}


def test_a_report_that_names_none_goes_alone(tmp_path):
    assert carry(str(tmp_path / "2024.toml"), b"year = 2024\n") == {}

"""Packs that ship with govreport: every title, label, number and paragraph is in every output of each."""

import pytest

from conftest import SAMPLE_FILES, SAMPLE_NAMES, TEMPLATES, RunCli, need_tool
from govreport import api
from govreport.pack_search import open_pack
from govreport.proof.probes import Probe, list_probes
from govreport.proof.proving import prove_probe
from packs import make_pack

PACKS = ("hebei", "henan", "jiangsu", "national", "shandong", "shanghai")
PROBES = {probe.name: probe for probe in list_probes()}
OUTPUTS = ("text", "html", "html-fragment", "pdf", "docx")


def list_faults(pack: str, probe: Probe, outputs: tuple[str, ...] = OUTPUTS) -> list[str]:
    return [fault.text for fault in prove_probe(open_pack(pack), pack, probe, outputs)]


def test_these_are_all_packs_and_outputs():
    assert tuple(sorted(path.parent.name for path in TEMPLATES.glob("[!_]*/pack.toml"))) == PACKS
    assert set(OUTPUTS) == set(api.RENDERERS)


@pytest.mark.parametrize("sample", SAMPLE_FILES, ids=SAMPLE_NAMES)
@pytest.mark.parametrize("pack", PACKS)
def test_every_sample_is_whole_in_every_output(pack, sample):
    need_tool("matplotlib")
    source = api.read(str(sample), sample.read_bytes())
    assert list_faults(pack, Probe(sample.stem, api.load(source), str(sample))) == []


@pytest.mark.parametrize("probe", PROBES)
@pytest.mark.parametrize("pack", PACKS)
def test_every_probe_is_whole_in_every_output(pack, probe):
    assert list_faults(pack, PROBES[probe]) == []


def test_probes_state_both_kinds_of_rows():
    stated = [set(PROBES[name].report.rows) for name in ("各项齐全", "只有表格")]
    assert stated[0] - stated[1] == {
        f"applications.other.{key}" for key in ("not_corrected", "fee_unpaid", "other")
    }
    assert stated[1] - stated[0] == {"applications.other_single"}


def test_check_tries_reports_of_one_s_own(run_cli: RunCli, tmp_path, monkeypatch):
    monkeypatch.setattr("govreport.proof.proving.list_probes", lambda: iter(()))
    text = (TEMPLATES / "national" / "report.txt").read_text(encoding="utf-8")
    folder = make_pack(tmp_path / "试", {"report.txt": text.replace("{{ line | center }}", "")})
    code, out, err = run_cli("template", "check", folder, SAMPLE_FILES[0])
    assert (code, err) == (1, "")
    assert f"text，试样“{SAMPLE_FILES[0].name}”：没有印出" in out
    assert run_cli("template", "check", "national", SAMPLE_FILES[0])[0] == 0


def test_check_names_a_report_that_is_none(run_cli: RunCli, tmp_path):
    (tmp_path / "坏.toml").write_text("year = \n", encoding="utf-8")
    code, out, err = run_cli("template", "check", "national", tmp_path / "坏.toml")
    assert (code, out) == (2, "")
    assert "坏.toml:1:" in err

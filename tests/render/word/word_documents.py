"""Documents that the tests of Word output look at."""

from functools import cache

from conftest import SAMPLES
from govreport import api
from govreport.context import Context
from govreport.pack import Pack
from govreport.pack_search import load_pack
from govreport.render.word.document import render_docx


def render(view: Context, pack: Pack | None = None) -> bytes:
    return render_docx(view, pack or load_pack())


def job_of(sample: str, *, draft: bool = False) -> api.Job:
    path = SAMPLES / f"{sample}.toml"
    source = api.read(path.name, path.read_bytes())
    return api.plan(source, api.load(source), draft=draft)


@cache
def sample_docx(sample: str, *, draft: bool = False) -> bytes:
    return api.RENDERERS["docx"][1](job_of(sample, draft=draft))

"""LibreOffice as a second opinion: it lays documents out as pages, with the fonts that ship with govreport."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import pymupdf

from conftest import PACKAGE, need_tool
from govreport.pack import BUNDLED
from govreport.pack_search import load_pack


def lay_out(documents: Mapping[str, bytes], folder: Path) -> dict[str, pymupdf.Document]:
    """Return the pages of each .docx as LibreOffice prints them; all in one run, with a profile of its own.

    The office fonts are not to be had here; each is shown by the font that a PDF of ours uses in its place.
    """
    need_tool("soffice")
    settings = folder / "fonts.conf"
    settings.write_text(font_settings(folder / "cache"), encoding="utf-8")
    for name, content in documents.items():
        (folder / f"{name}.docx").write_bytes(content)
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to"]
    command += ["pdf", "--outdir", str(folder), *(str(folder / f"{name}.docx") for name in documents)]
    environment = {**os.environ, "FONTCONFIG_FILE": str(settings)}
    subprocess.run(command, check=True, capture_output=True, timeout=300, env=environment)
    return {name: pymupdf.open(folder / f"{name}.pdf") for name in documents}


def font_settings(cache: Path) -> str:
    """Return fontconfig settings in which every office font stands for its bundled substitute."""
    aliases = "".join(
        f'<alias binding="same"><family>{escape(families[0])}</family>'
        f"<prefer><family>{escape(next(f for f in families if f.startswith(BUNDLED)))}</family></prefer></alias>"
        for families in load_pack().fonts.values()
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(PACKAGE / 'fonts'))}</dir><cachedir>{escape(str(cache))}</cachedir>"
        f"{aliases}</fontconfig>"
    )

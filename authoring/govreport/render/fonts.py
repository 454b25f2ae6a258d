"""The fonts of a PDF: the agency's own five typefaces where installed, else those that ship with govreport."""

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from xml.sax.saxutils import escape

from govreport.pack import BUNDLED
from govreport.render.coverage import FOLDER


def family_lists(fonts: Mapping[str, tuple[str, ...]], *, bundled_only: bool) -> dict[str, str]:
    """Return for each typeface the CSS list of its families."""
    return {
        role: ", ".join(f'"{name}"' for name in names if name.startswith(BUNDLED) or not bundled_only)
        for role, names in fonts.items()
    }


def system_folders() -> Iterator[Path]:
    """Yield the folders in which this system keeps fonts."""
    home = Path.home()
    if sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"
        yield Path(os.environ.get("LOCALAPPDATA", home)) / "Microsoft/Windows/Fonts"
    elif sys.platform == "darwin":
        yield from (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts")
    else:
        yield from (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
        yield from (home / ".local/share/fonts", home / ".fonts")


def write_settings(fonts: Mapping[str, tuple[str, ...]], *, bundled_only: bool) -> str:
    """Return fontconfig settings that know the bundled fonts and, by name only, the agency's own."""
    folders = [FOLDER] if bundled_only else [FOLDER, *system_folders()]
    names = sorted({name for families in fonts.values() for name in families})
    accepted = "".join(
        f'<pattern><patelt name="family"><string>{escape(n)}</string></patelt></pattern>' for n in names
    )
    refused = "".join(
        f'<pattern><patelt name="scalable"><bool>{value}</bool></patelt></pattern>' for value in ("true", "false")
    )
    lines = [
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>',
        *(f"<dir>{escape(str(folder))}</dir>" for folder in folders),
        '<cachedir prefix="xdg">fontconfig</cachedir>',
        "<cachedir>/var/cache/fontconfig</cachedir>",
        f"<selectfont><acceptfont>{accepted}</acceptfont><rejectfont>{refused}</rejectfont></selectfont>",
        "</fontconfig>",
    ]
    return "\n".join(lines)


@contextmanager
def only_these_fonts(fonts: Mapping[str, tuple[str, ...]], *, bundled_only: bool) -> Iterator[None]:
    """Let fontconfig see no other fonts while it is being set up in this block."""
    before = os.environ.get("FONTCONFIG_FILE")
    with tempfile.TemporaryDirectory(prefix="govreport-") as folder:
        path = Path(folder) / "fonts.conf"
        path.write_text(write_settings(fonts, bundled_only=bundled_only), encoding="utf-8")
        os.environ["FONTCONFIG_FILE"] = str(path)
        try:
            yield
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before

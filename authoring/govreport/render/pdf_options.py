"""What a user may choose about a PDF."""

from dataclasses import dataclass

ARCHIVE = "pdf/a-3b"
"""The highest claim that a checker confirms."""
PLAIN = "plain"
"""The variant that claims nothing, for a reader that cannot cope with PDF/A."""


@dataclass(frozen=True)
class PdfOptions:
    """`variant`: ARCHIVE or PLAIN. `bundled_fonts`: no fonts but those that ship with govreport."""

    variant: str = ARCHIVE
    bundled_fonts: bool = False

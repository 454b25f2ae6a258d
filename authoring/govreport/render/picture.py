"""A figure as an output shows it."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Picture:
    """A figure as it is shown: an element of SVG, or a file of pixels. `width` and `height` in mm as printed."""

    width: float = 0
    height: float = 0
    svg: str = ""
    content: bytes = b""
    media_type: str = ""

    @property
    def address(self) -> str:
        """The file as a data: address."""
        return f"data:{self.media_type};base64,{b64encode(self.content).decode('ascii')}"


Pictures = Mapping[str, Picture]
"""By the keys of the figures."""
NO_PICTURES: Pictures = MappingProxyType({})

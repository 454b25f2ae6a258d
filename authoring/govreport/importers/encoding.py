"""The bytes of a text as characters."""

import re

from govreport.errors import GovreportError

BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.IGNORECASE)
CHINESE = re.compile("[\u4e00-\u9fff]")


def decode(name: str, content: bytes) -> str:
    """Return the text: by its byte-order mark, else UTF-8, UTF-16, GB18030, whichever the bytes are.

    What a page declares is not asked, because UTF-8 and GB18030 cannot be mistaken for each other over a page
    of Chinese, and declarations can be wrong. Raises GovreportError where it is no text.
    """
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    for encoding in (*guess_utf16(content), "utf-8", "gb18030", *read_declared(content)):
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\0" not in text:
            return text
    for encoding in ("utf-8", "gb18030"):
        text = content.decode(encoding, "replace")
        if text.count("\ufffd") * 200 < len(text) and "\0" not in text:
            return text
    raise GovreportError(f"{name}：不是文本文件，或编码认不出来（应为 UTF-8、UTF-16 或 GB18030）")


def guess_utf16(content: bytes) -> list[str]:
    """Return the kind of UTF-16 that bytes without a mark look like, [] for none: line ends tell."""
    sample = content[:20_000]
    for encoding, newline in (("utf-16-le", b"\n\0"), ("utf-16-be", b"\0\n")):
        if sample.count(newline) > 3 and sample.count(b"\0") > 8 and len(content) % 2 == 0:
            text = sample[: len(sample) // 2 * 2].decode(encoding, "ignore")
            if len(CHINESE.findall(text)) * 4 > len(text):
                return [encoding]
    return []


def read_declared(content: bytes) -> list[str]:
    """Return the encoding that a page declares, [] for none."""
    match = DECLARED.search(content[:4096])
    return [match[1].decode("ascii")] if match else []

"""The TOML inside a PDF or HTML file that govreport made."""

from base64 import b64decode
from html.parser import HTMLParser
from io import BytesIO

from govreport.errors import GovreportError

TEMPLATE_ID = "report-toml"
ATTACHMENT = "report.toml"
NOTHING_INSIDE = "里面没有填报数据；只有 govreport 生成的 PDF 和网页（不含 html-fragment）才带"


def extract_toml(name: str, content: bytes) -> bytes:
    """Return the TOML, byte for byte. Raises GovreportError where the file carries none."""
    if content.lstrip()[:5] == b"%PDF-":
        return _from_pdf(name, content)
    return _from_html(name, content)


def _from_pdf(name: str, content: bytes) -> bytes:
    import pikepdf

    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            if ATTACHMENT not in pdf.attachments:
                raise GovreportError(f"{name}：{NOTHING_INSIDE}")
            return pdf.attachments[ATTACHMENT].get_file().read_bytes()
    except pikepdf.PasswordError as error:
        raise GovreportError(f"{name}：这个 PDF 加了密码，打不开") from error
    except (pikepdf.PdfError, ValueError, KeyError, AttributeError, RuntimeError) as error:
        raise GovreportError(f"{name}：这个 PDF 损坏了，读不出来") from error


def _from_html(name: str, content: bytes) -> bytes:
    finder = _Finder()
    finder.feed(content.decode("utf-8", "replace"))
    if finder.text is None:
        raise GovreportError(f"{name}：{NOTHING_INSIDE}")
    try:
        return b64decode("".join(finder.text.split()), validate=True)
    except ValueError as error:
        raise GovreportError(f"{name}：里面的填报数据损坏了") from error


class _Finder(HTMLParser):
    """Finds the text of the template element that carries the TOML."""

    def __init__(self) -> None:
        super().__init__()
        self.text: str | None = None
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notice the element."""
        if tag == "template" and ("id", TEMPLATE_ID) in attrs and self.text is None:
            self.inside, self.text = True, ""

    def handle_data(self, data: str) -> None:
        """Collect its text."""
        if self.inside:
            self.text = (self.text or "") + data

    def handle_endtag(self, tag: str) -> None:
        """Notice its end."""
        if tag == "template":
            self.inside = False

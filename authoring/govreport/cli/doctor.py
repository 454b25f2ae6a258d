"""`govreport doctor`."""

import platform
import sys
from importlib.metadata import PackageNotFoundError, version

from govreport import __version__
from govreport.cli.console import paint, put, say
from govreport.errors import GovreportError
from govreport.pack_search import load_pack

HOW_TO_INSTALL = (
    "装上机关电脑的字体，PDF 就用它们：",
    "  Windows：把 .ttf 文件右键“安装”（为所有用户安装也可以）；仿宋、楷体、黑体、宋体系统自带",
    "  Debian、统信、麒麟：拷到 ~/.local/share/fonts/，再运行 fc-cache -f",
    "  macOS：双击 .ttf 文件，点“安装字体”",
    "  方正小标宋简体、仿宋_GB2312、楷体_GB2312 请向本机关办公室或信息中心要正版字体文件",
)


def doctor() -> int:
    """看看这台电脑能生成什么、PDF 会用哪些字体。"""
    say(f"govreport {__version__}    Python {platform.python_version()}（{sys.executable}）")
    put(f"{paint('✓', 'good')} Word：可以生成（python-docx {version('python-docx')}）；字体用打开文件的电脑上的\n")
    put(f"{describe_charts()}\n")
    try:
        from govreport.render.font_report import report_fonts

        fonts = list(report_fonts(load_pack()))
    except GovreportError as error:
        put(f"{paint('✗', 'error')} pango：没有。{error}\n")
        say("文本、网页、Word、导出都可以用。")
        return 2
    put(f"{paint('✓', 'good')} pango {pango_version()}：可以生成 PDF\n")
    for font in fonts:
        mark = paint("✓", "good") if font.is_office_font else paint("·", "info")
        note = "" if font.is_office_font else f"（没有装 {font.wanted}，用随程序带的）"
        put(f"{mark} {font.typeface:　<3} → {font.used}{note}\n")
    if not all(font.is_office_font for font in fonts):
        for line in HOW_TO_INSTALL:
            say(line)
    return 0


def describe_charts() -> str:
    """Return whether charts can be drawn."""
    try:
        return f"{paint('✓', 'good')} 图：可以画（matplotlib {version('matplotlib')}）"
    except PackageNotFoundError:
        return f"{paint('·', 'info')} 图：没有装 matplotlib，报告里有图才要，pip install 'govreport[charts]'"


def pango_version() -> str:
    """Return pango's version as "1.50.12"."""
    from weasyprint.text.ffi import pango

    number = pango.pango_version()
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"

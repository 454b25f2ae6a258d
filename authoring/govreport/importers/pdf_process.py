"""The process that reads a PDF: from stdin, its blocks as JSON to stdout."""

import json
import sys
from io import BytesIO
from typing import Any

MEMORY = 2 * 2**30
CPU_SECONDS = 15


def limit_process() -> None:
    """Limit memory and time, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the parent's timeout is what there is
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(content: bytes) -> dict[str, Any]:
    """Return what the parent wants to know: blocks, pictures, or the key of an error."""
    from govreport.importers.pdf_pages import PdfError, read_pages

    empty = {"error": "", "blocks": [], "images": 0, "carries_data": False}
    try:
        pages = read_pages(BytesIO(content))
    except PdfError as error:
        return {**empty, "error": str(error)}
    return {**empty, "blocks": pages.blocks, "images": pages.images, "carries_data": b"report.toml" in content}


if __name__ == "__main__":
    limit_process()
    sys.stdout.write(json.dumps(answer(sys.stdin.buffer.read())))

"""The process in which packs from elsewhere run: sheets in, outputs out, within limits of memory and time."""

import os
import pickle
from multiprocessing.connection import Connection

from govreport.errors import GovreportError

MEMORY = 2 * 2**30
SECONDS = 60
"""For one output; forty pages take a PDF a few seconds."""


def serve(connection: Connection) -> None:
    """Answer requests until the other end is closed: "+" and the output, or "-" and why there is none."""
    limit_memory()
    while True:
        try:
            request = connection.recv_bytes()
        except EOFError:
            return
        limit_time()
        try:
            connection.send_bytes(b"+" + answer(request))
        except GovreportError as error:
            connection.send_bytes(b"-" + str(error).encode("utf-8", "replace"))
        except (MemoryError, RecursionError):
            connection.send_bytes(b"!")


def answer(request: bytes) -> bytes:
    """Return the output that is asked for."""
    from govreport.render.outputs import OUTPUTS

    kind, sheet = pickle.loads(request)  # written by the process that started this one
    return OUTPUTS[kind][1](sheet)


def limit_memory() -> None:
    """Limit memory where the system can, and leave no dump behind."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_time() -> None:
    """Give the next output so much time of the processor, for the case that nobody is left to stop it."""
    try:
        import resource
    except ImportError:
        return
    times = os.times()
    resource.setrlimit(resource.RLIMIT_CPU, (int(times.user + times.system) + SECONDS + 5, resource.RLIM_INFINITY))

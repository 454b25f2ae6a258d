"""The process in which packs from elsewhere run: sheets in, outputs out, within limits of memory and time."""

import os
import pickle
import sys
from typing import IO

from govreport.errors import GovreportError

MEMORY = 2 * 2**30
SECONDS = 60
"""For one output; forty pages take a PDF a few seconds."""
LARGEST_REQUEST = 2**30
OUTPUT, REFUSAL, EXHAUSTED, FAILURE = b"+", b"-", b"!", b"?"
"""What a reply begins with."""


def write_frame(pipe: IO[bytes], content: bytes) -> None:
    """Write bytes behind their count."""
    pipe.write(len(content).to_bytes(8, "big") + content)
    pipe.flush()


def read_frame(pipe: IO[bytes], limit: int) -> bytes:
    """Return what `write_frame` wrote; raises EOFError at the end, and OSError for more than `limit` bytes."""
    head = pipe.read(8)
    if len(head) < 8:
        raise EOFError
    count = int.from_bytes(head, "big")
    if count > limit:
        raise OSError(f"{count} bytes are too many")
    return pipe.read(count)


def serve(requests: IO[bytes], replies: IO[bytes]) -> None:
    """Answer requests until there are no more: an output, or why there is none."""
    while True:
        try:
            request = read_frame(requests, LARGEST_REQUEST)
        except EOFError:
            return
        limit_time()
        try:
            reply = OUTPUT + answer(request)
        except GovreportError as error:
            reply = REFUSAL + str(error).encode("utf-8", "replace")
        except (MemoryError, RecursionError):
            reply = EXHAUSTED
        except Exception as error:  # styles from elsewhere bring the layout engine to errors of any kind
            words = " ".join(f"{type(error).__name__} {error}".split())
            reply = FAILURE + words.encode("utf-8", "replace")
        write_frame(replies, reply)


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


if __name__ == "__main__":
    limit_memory()
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no reply
    serve(sys.stdin.buffer, replies)

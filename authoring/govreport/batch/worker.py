"""A worker: a process that does one task after the other until nobody asks any more."""

import gc
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from multiprocessing.process import parent_process
from pathlib import Path
from shutil import rmtree
from typing import Any

LITTER = 2**16
"""Objects that tasks have left behind from which on the garbage among them is taken out."""


def serve(pipe: Connection, work: Callable[[Any], Any], scratch: str) -> None:
    """Answer every task from `pipe` with (True, result) or (False, exception) until it is closed.

    `scratch` is the batch's folder for temporary files; the worker ends, and removes it, when its parent dies.
    """
    settle(Path(scratch))
    gc.freeze()
    gc.disable()  # a report is a great many objects; looking through all of them while it grows takes a tenth
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer = (True, work(task))
        except Exception as error:
            answer = (False, portable(error))
        try:
            pipe.send(answer)
        except (BrokenPipeError, ConnectionResetError):
            return
        del task, answer
        take_out_garbage()


def take_out_garbage() -> None:
    """Free the cycles that tasks have left behind, as soon as there are enough of them."""
    if gc.get_count()[0] > LITTER:
        gc.collect()


def settle(scratch: Path) -> None:
    """Make this process a good worker: deaf to Ctrl-C, with its own temporary files, ending with its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        os.setpgrp()  # what a worker starts itself ends with it
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        signal.signal(signal.SIGTERM, lambda number, frame: end_group())
    threading.Thread(target=follow_parent, args=(scratch,), daemon=True).start()
    tempfile.tempdir = tempfile.mkdtemp(dir=scratch)
    os.environ["TMPDIR"] = tempfile.tempdir


def follow_parent(scratch: Path) -> None:
    """Wait until the parent is gone, however it ended; then end."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        rmtree(scratch, ignore_errors=True)
        end_group()


def end_group() -> None:
    """End this process and those that it has started, at once."""
    if sys.platform != "win32":
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(1)


def portable(error: Exception) -> Exception:
    """Return an exception that another process can read, with the traceback as a note."""
    import pickle
    from traceback import format_exception

    trace = "".join(format_exception(error))
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        error = RuntimeError(f"{type(error).__name__}: {error}")
    error.add_note(trace)
    return error

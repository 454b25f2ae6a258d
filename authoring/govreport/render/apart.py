"""Outputs of packs that do not ship with govreport, made in a process of their own that can be stopped."""

import atexit
import os
import pickle
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from subprocess import DEVNULL, PIPE, Popen

from govreport.errors import GovreportError
from govreport.render import apart_process
from govreport.render.apart_process import FAILURE, OUTPUT, REFUSAL, SECONDS, read_frame, write_frame
from govreport.render.outputs import Sheet

LARGEST_ANSWER = 200 * 2**20


class Apart:
    """The process that renders for packs from elsewhere."""

    def __init__(self) -> None:
        """Start the process; it imports from where we do."""
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        command = [sys.executable, "-P", "-m", apart_process.__name__]
        self.process = Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment)
        self.reader = ThreadPoolExecutor(1)

    def make(self, kind: str, sheet: Sheet, seconds: float = SECONDS) -> bytes:
        """Return one output. Raises GovreportError where the pack is broken, runs too long or grows too large."""
        folder = sheet.pack.folder
        try:
            reply = self.reader.submit(self.ask, pickle.dumps((kind, sheet))).result(seconds)
        except TimeoutError as error:
            reason = f"这个模板做了 {seconds:g} 秒还没有做完，停下了；里面像是有没完没了的循环"
            raise GovreportError(f"{folder}：{reason}") from error
        except (EOFError, OSError) as error:
            raise GovreportError(f"{folder}：用这个模板生成时程序被系统停下了（占用内存太多）") from error
        if reply[:1] == OUTPUT:
            return reply[1:]
        if reply[:1] == REFUSAL:
            raise _Refused(reply[1:].decode("utf-8"))
        if reply[:1] == FAILURE:
            raise _Refused(f"{folder}：这个模板的内容或样式让排版程序出错：{reply[1:].decode('utf-8')}")
        raise GovreportError(f"{folder}：这个模板占用内存太多，或层层套得太深，停下了")

    def ask(self, request: bytes) -> bytes:
        """Send a request and return the reply; raises EOFError or OSError where the process is gone."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        write_frame(self.process.stdin, request)
        return read_frame(self.process.stdout, LARGEST_ANSWER)

    def stop(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.wait()
        self.reader.shutdown()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


class _Refused(GovreportError):
    """An answer of a process that is well."""


def render_apart(kind: str, sheet: Sheet, seconds: float = SECONDS) -> bytes:
    """Return an output of a pack from elsewhere. Raises GovreportError as `Apart.make`."""
    try:
        return open_process().make(kind, sheet, seconds)
    except _Refused:
        raise
    except GovreportError:
        open_process().stop()
        open_process.cache_clear()
        raise


@cache
def open_process() -> Apart:
    """Return the process, one for each of ours."""
    apart = Apart()
    atexit.register(apart.stop)
    return apart

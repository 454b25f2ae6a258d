"""Outputs of packs that do not ship with govreport, made in a process of their own that can be stopped."""

import pickle
from functools import cache
from multiprocessing import get_context

from govreport.errors import GovreportError
from govreport.render.apart_process import SECONDS, serve
from govreport.render.outputs import Sheet

LARGEST_ANSWER = 200 * 2**20


class Apart:
    """The process that renders for packs from elsewhere."""

    def __init__(self) -> None:
        """Start the process."""
        context = get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()

    def make(self, kind: str, sheet: Sheet, seconds: float = SECONDS) -> bytes:
        """Return one output. Raises GovreportError where the pack is broken, runs too long or grows too large."""
        folder = sheet.pack.folder
        try:
            self.connection.send_bytes(pickle.dumps((kind, sheet)))
            if not self.connection.poll(seconds):
                raise GovreportError(
                    f"{folder}：这个模板做了 {seconds:g} 秒还没有做完，停下了；里面像是有没完没了的循环"
                )
            reply = self.connection.recv_bytes(LARGEST_ANSWER)
        except (EOFError, OSError) as error:
            raise GovreportError(f"{folder}：用这个模板生成时程序被系统停下了（占用内存太多）") from error
        if reply[:1] == b"+":
            return reply[1:]
        if reply[:1] == b"-":
            raise _Refused(reply[1:].decode("utf-8"))
        raise GovreportError(f"{folder}：这个模板占用内存太多，或层层套得太深，停下了")

    def stop(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.join()
        self.connection.close()


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
    return Apart()

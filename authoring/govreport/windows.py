"""What Windows has to be asked in its own way."""

import ctypes
import sys

QUERY_LIMITED_INFORMATION = 0x1000
ACCESS_DENIED = 5
STILL_ACTIVE = 259
"""Constants of the Windows API (winnt.h, winerror.h, minwinbase.h)."""


if sys.platform == "win32":

    def has_process(number: int) -> bool:
        """Tell whether there is a process of that number, of whichever user."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.argtypes = (ctypes.c_uint32, ctypes.c_int, ctypes.c_uint32)
        kernel.OpenProcess.restype = ctypes.c_void_p
        kernel.GetExitCodeProcess.argtypes = (ctypes.c_void_p, ctypes.POINTER(ctypes.c_uint32))
        kernel.CloseHandle.argtypes = (ctypes.c_void_p,)
        process = kernel.OpenProcess(QUERY_LIMITED_INFORMATION, False, number)
        if not process:
            return ctypes.get_last_error() == ACCESS_DENIED
        try:
            code = ctypes.c_uint32(STILL_ACTIVE)
            kernel.GetExitCodeProcess(process, ctypes.byref(code))
            return code.value == STILL_ACTIVE
        finally:
            kernel.CloseHandle(process)

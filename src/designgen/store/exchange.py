"""Two paths in, swapped in one step by the kernel where it can: no reader ever finds the path missing.

Apart because it is the only call that Python does not offer: `renameat2` on Linux, `renamex_np` on macOS.
"""

import ctypes
import errno
import os
from pathlib import Path

AT_FDCWD = -100
LINUX_EXCHANGE = 2
MACOS_SWAP = 2
CANNOT = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})


def exchange(one: Path, other: Path) -> bool:
    """Swap two existing paths; False if this system or file system cannot. Raises OSError if it could and failed."""
    library = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(one), os.fsencode(other)
    if hasattr(library, "renameat2"):
        failed = library.renameat2(AT_FDCWD, first, AT_FDCWD, second, LINUX_EXCHANGE)
    elif hasattr(library, "renamex_np"):
        failed = library.renamex_np(first, second, MACOS_SWAP)
    else:
        return False
    if not failed:
        return True
    code = ctypes.get_errno()
    if code in CANNOT:
        return False
    raise OSError(code, os.strerror(code), str(other))

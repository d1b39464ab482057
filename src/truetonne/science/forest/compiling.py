"""Compiled functions: numba is imported where a problem is large enough to pay for it, and never writes beside us.

Compiled code is kept between runs only where numba was given a folder (``NUMBA_CACHE_DIR``, which the command line
sets to the user's cache folder); without one it is compiled anew by each process.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba
from numba import config, prange

__all__ = ["compiled", "prange"]

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(*, parallel: bool = False) -> Callable[[Function], Function]:
    """Return a decorator that compiles a function of arrays and numbers.

    Floating-point rules are kept (no fused or reordered arithmetic), so that compiled and plain results are equal
    to the last bit.
    """

    def decorate(function: Function) -> Function:
        # numba writes into the package's own folder unless it was given another: then nothing is kept.
        keep = bool(getattr(config, "CACHE_DIR", ""))
        return cast("Function", numba.njit(parallel=parallel, nogil=True, cache=keep)(function))

    return decorate

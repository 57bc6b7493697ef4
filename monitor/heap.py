"""The heap: one for all threads, where glibc would keep one for each; and what stays in it.

What a thread has let go of in a heap of its own, no other thread can use. The monitor's threads
take turns at Python's own lock, so they seldom wait for each other; one heap saves about 2 MB.

Invariant: it changes how much memory is taken, and nothing else. Where there is no glibc (macOS,
musl) nothing is done.
"""

import gc

#: glibc's number for it, in malloc.h
_M_ARENA_MAX = -8


def share_one_heap() -> bool:
    """One heap for threads that begin from here on; whether that could be asked for."""
    try:
        import ctypes

        libc = ctypes.CDLL(None)
        # only glibc has it; elsewhere the number could mean something else
        is_glibc = hasattr(libc, "gnu_get_libc_version")
        return is_glibc and bool(libc.mallopt(_M_ARENA_MAX, 1))
    except (ImportError, OSError, AttributeError, TypeError):
        return False


def start_is_over() -> None:
    """Throws away what only the start needed. What is there then stays to the end, so that the
    collector never looks through it again; a page was slowed down by that."""
    gc.collect()
    gc.freeze()

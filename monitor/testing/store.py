"""A store without a file."""

from monitor.domain.store_ports import Store


# named like the classes it stands beside
def MemoryStore() -> Store:  # noqa: N802
    """The real store on a database in memory."""
    from monitor.store import memory_store

    return memory_store()

"""The store: the only user of SQLAlchemy and Alembic."""

from monitor.store.backup import backup, drop_old_copies, restore
from monitor.store.head_file import HeadFile
from monitor.store.tombstone_file import TombstoneFile
from monitor.store.unit_of_work import SqlStore
from monitor.store.upgrade import memory_store, open_store

__all__ = [
    "HeadFile",
    "SqlStore",
    "TombstoneFile",
    "backup",
    "drop_old_copies",
    "memory_store",
    "open_store",
    "restore",
]

"""Salts: the keys of hashes that must say nothing once their key is erased."""

import hashlib
import secrets

from sqlalchemy import Connection, Table, select

from monitor.store.prepared import insert_for
from monitor.store.tables import audit_salt, salt

_BYTES = 32


def hashed(text: str, key: bytes) -> str:
    """Equal for equal texts, and worth nothing without the key; "" of nothing."""
    if not text:
        return ""
    return hashlib.blake2b(text.encode("utf-8", "replace"), key=key, digest_size=16).hexdigest()


def salt_of_brand(connection: Connection, brand: str) -> bytes:
    """The brand's own, made when it is first needed."""
    return _salt(connection, salt, brand=brand)


def salt_of_author(connection: Connection, brand: str, author_id: str) -> bytes:
    """One person's in the audit log, made when it is first needed."""
    return _salt(connection, audit_salt, author_id=author_id, brand=brand)


def _salt(connection: Connection, table: Table, **whose: str) -> bytes:
    new = insert_for(connection)(table).values(**whose, value=secrets.token_bytes(_BYTES))
    connection.execute(new.on_conflict_do_nothing())
    wanted = select(table.c.value).where(*(table.c[name] == one for name, one in whose.items()))
    return bytes(connection.execute(wanted).scalar_one())

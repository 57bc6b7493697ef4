"""OAuth 1.0a as X checks it: a request is signed with the secrets of the app and of its owner."""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from urllib.parse import quote, unquote

#: what every library signs for, wherever the request goes
HOST = "https://api.twitter.com"
API_KEY, API_SECRET = "key-of-the-app", "secret-of-the-app"
ACCESS_TOKEN, ACCESS_SECRET = "1000-token-of-the-owner", "secret-of-the-owner"
_PART = re.compile(r'(\w+)="([^"]*)"')


def is_signed(method: str, path: str, query: Mapping[str, str], header: str) -> bool:
    """The four secrets were used."""
    told = {key: unquote(value) for key, value in _PART.findall(header)}
    signature = told.pop("oauth_signature", "")
    if told.get("oauth_consumer_key") != API_KEY or told.get("oauth_token") != ACCESS_TOKEN:
        return False
    pairs = sorted((_escaped(key), _escaped(value)) for key, value in {**query, **told}.items())
    parameters = "&".join(f"{key}={value}" for key, value in pairs)
    base = "&".join(map(_escaped, (method, HOST + path, parameters)))
    key = f"{_escaped(API_SECRET)}&{_escaped(ACCESS_SECRET)}"
    digest = hmac.new(key.encode(), base.encode(), hashlib.sha1).digest()
    return hmac.compare_digest(base64.b64encode(digest).decode(), signature)


def _escaped(text: str) -> str:
    return quote(text, safe="~")

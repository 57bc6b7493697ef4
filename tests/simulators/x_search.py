"""X's search, as far as it is used: phrases, groups, OR, minus, and a few operators."""

import re

from tests.simulators.server import Fields

_TOKEN = re.compile(r'-|\(|\)|\bOR\b|\w+:"[^"]*"|"[^"]*"|[^\s()]+')


class QueryError(Exception):
    """X does not understand the search."""


def matches(query: str, post: Fields, handle: str) -> bool:
    """Whether a post is found. Raises QueryError."""
    tokens = _TOKEN.findall(query)
    found = _any(tokens, post, handle)
    if tokens:
        raise QueryError(f"no viable alternative at input '{tokens[0]}'")
    return found


def _any(tokens: list[str], post: Fields, handle: str) -> bool:
    found = _all(tokens, post, handle)
    while tokens and tokens[0] == "OR":
        tokens.pop(0)
        found = _all(tokens, post, handle) or found
    return found


def _all(tokens: list[str], post: Fields, handle: str) -> bool:
    if not tokens or tokens[0] in (")", "OR"):
        raise QueryError("missing words")
    found = True
    while tokens and tokens[0] not in (")", "OR"):
        found = _one(tokens, post, handle) and found
    return found


def _one(tokens: list[str], post: Fields, handle: str) -> bool:
    token = tokens.pop(0)
    if token == "-":
        return not _one(tokens, post, handle)
    if token == "(":
        found = _any(tokens, post, handle)
        if not tokens or tokens.pop(0) != ")":
            raise QueryError("missing ')'")
        return found
    operator, _, value = token.partition(":")
    value = value.strip('"').lower()
    kinds = [one["type"] for one in post.get("referenced_tweets", [])]
    match operator:
        case "from" if value:
            return handle.lower() == value
        case "is" if value == "quote":
            return "quoted" in kinds
        case "is" if value == "retweet":
            return "retweeted" in kinds
        case "url" if value:
            links = post.get("entities", {}).get("urls", [])
            return any(value in str(link["expanded_url"]).lower() for link in links)
    return token.strip('"').lower() in str(post["text"]).lower()

"""X's own description of its API, held against what was said over the wire.

As much of JSON Schema as that description uses; what is not listed in it is a mistake.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

#: what JSON gives. Any: a schema looks only at what it knows
Fields = dict[str, Any]
_KINDS: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
}


class Description:
    """An OpenAPI file."""

    def __init__(self, path: Path) -> None:
        self._all: Fields = json.loads(path.read_text(encoding="utf-8"))

    def wrong_in(self, exchange: Fields) -> list[str]:
        """Everything about a request and its answer that is not as described."""
        where = f"{exchange['method']} {exchange['path']}"
        operation = self._operation(exchange["method"], exchange["path"])
        if operation is None:
            return [f"{where}: there is no such thing"]
        wrong = [*self._query(operation, exchange["query"])]
        if exchange["body"] is not None:
            body = operation.get("requestBody")
            if body is None:
                wrong.append("a body where none belongs")
            else:
                schema = body["content"]["application/json"]["schema"]
                wrong += self._value(exchange["body"], schema, "body")
        answers = operation["responses"].get(str(exchange["status"]))
        if answers is None:
            wrong.append(f"an answer {exchange['status']}")
        else:
            schema = answers["content"]["application/json"]["schema"]
            wrong += self._value(exchange["answer"], schema, "answer")
        return [f"{where}: {one}" for one in wrong]

    def _operation(self, method: str, path: str) -> Fields | None:
        # a path without a placeholder comes before one with it
        for template in sorted(self._all["paths"], key=lambda each: each.count("{")):
            if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
                found = self._all["paths"][template].get(method.lower())
                if found is not None:
                    return dict(found)
        return None

    def _query(self, operation: Fields, query: Fields) -> Iterator[str]:
        known = [self._resolved(one) for one in operation.get("parameters", [])]
        wanted = {one["name"]: one for one in known if one["in"] == "query"}
        for name in query.keys() - wanted.keys():
            yield f"a parameter `{name}`"
        for name, parameter in wanted.items():
            if name not in query:
                if parameter.get("required"):
                    yield f"`{name}` is missing"
                continue
            schema = self._resolved(parameter["schema"])
            value: object = query[name]
            if schema["type"] == "array":
                value = query[name].split(",")
            elif schema["type"] == "integer":
                value = int(query[name])
            yield from self._value(value, schema, name)

    def _value(self, value: Any, schema: Fields, where: str) -> Iterator[str]:
        schema = self._resolved(schema)
        for part in schema.get("allOf", ()):
            yield from self._value(value, part, where)
        if "anyOf" in schema or "oneOf" in schema:
            choices = schema.get("anyOf") or schema.get("oneOf") or []
            if all(list(self._value(value, one, where)) for one in choices):
                yield f"{where}: none of {len(choices)} forms"
        kind = schema.get("type")
        if kind is not None and not _is_a(value, kind):
            yield f"{where}: {value!r} is no {kind}"
            return
        if "enum" in schema and value not in schema["enum"]:
            yield f"{where}: {value!r} is not in its list"
        match value:
            case str():
                yield from _text(value, schema, where)
            case bool():
                pass
            case int() | float():
                if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
                    yield f"{where}: {value} is out of bounds"
            case list():
                yield from self._list(value, schema, where)
            case dict():
                yield from self._object(value, schema, where)

    def _list(self, value: list[Any], schema: Fields, where: str) -> Iterator[str]:
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            yield f"{where}: {len(value)} of them"
        if schema.get("uniqueItems") and len(set(map(str, value))) != len(value):
            yield f"{where}: one comes twice"
        for number, one in enumerate(value):
            yield from self._value(one, schema.get("items", {}), f"{where}[{number}]")

    def _object(self, value: Fields, schema: Fields, where: str) -> Iterator[str]:
        mapping = schema.get("discriminator", {}).get("mapping", {})
        special = mapping.get(value.get(schema.get("discriminator", {}).get("propertyName")))
        properties = schema.get("properties", {})
        if special is not None:
            # what it says of its kind; the general part is in there again
            for part in self._resolved({"$ref": special}).get("allOf", ())[1:]:
                yield from self._value(value, part, where)
        for name in schema.get("required", ()):
            if name not in value:
                yield f"{where}: `{name}` is missing"
        for name, one in value.items():
            if name in properties:
                yield from self._value(one, properties[name], f"{where}.{name}")
            elif schema.get("additionalProperties") is False:
                yield f"{where}: `{name}` does not belong there"

    def _resolved(self, schema: Fields) -> Fields:
        while "$ref" in schema:
            found = self._all
            for part in schema["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            schema = found
        return schema


def _is_a(value: object, kind: str) -> bool:
    if isinstance(value, bool) and kind != "boolean":
        return False
    return isinstance(value, _KINDS[kind])


def _text(value: str, schema: Fields, where: str) -> Iterator[str]:
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{where}: {value!r} is not like {schema['pattern']}"
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        yield f"{where}: {len(value)} signs"
    if schema.get("format") == "date-time":
        try:
            datetime.fromisoformat(value)
        except ValueError:
            yield f"{where}: {value!r} is no moment"

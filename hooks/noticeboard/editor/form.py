"""The form of the front matter, from the schema that the site publishes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from noticeboard.exports.json_schema import Schema, notice_schema
from noticeboard.model.dates import PATTERN

Field = dict[str, Any]
"""A field of the form: `name`, `label`, `help`, `kind`, `required`, and by kind `options` or `fields`.

Kinds are `text`, `date`, `number`, `choice`, `yes`, `texts` (one or several texts), `record` (fields of
its own) and `records` (a list of records).
"""

_PATTERNS = {PATTERN: "date"}
_TYPES = {"boolean": "yes", "integer": "number", "object": "record"}


def notice_form() -> list[Field]:
    """Return the fields of a notice, in the order of the model."""
    schema = notice_schema()
    return list(_fields(schema, schema["$defs"]))


def _fields(record: Schema, definitions: Mapping[str, Schema]) -> Iterator[Field]:
    required = record.get("required", [])
    for name, schema in record["properties"].items():
        examples = schema.get("examples", [])
        yield {
            "name": name,
            "label": schema.get("title", name),
            "help": schema.get("description", ""),
            "example": str(examples[0]) if examples else "",
            "required": name in required,
            **_kind(schema, definitions),
        }


def _kind(schema: Schema, definitions: Mapping[str, Schema]) -> Field:
    """Return the kind of a field and what belongs to it; lists come before single values."""
    branches = [definitions.get(b.get("$ref", "")[8:], b) for b in _branches(schema)]
    lists = [branch["items"] for branch in branches if "items" in branch]
    if lists:
        items = [definitions.get(b.get("$ref", "")[8:], b) for b in _branches(lists[0])]
        records = [item for item in items if item.get("type") == "object"]
        if records:
            return {"kind": "records", "fields": list(_fields(records[0], definitions))}
        return {"kind": "texts"}
    (branch, *_) = [branch for branch in branches if branch.get("type") != "null"]
    if "enum" in branch:
        return {"kind": "choice", "options": branch["enum"]}
    types = branch.get("type", "string")
    kind = _TYPES.get(types if isinstance(types, str) else types[0], "text")
    if kind == "record":
        return {"kind": "record", "fields": list(_fields(branch, definitions))}
    return {"kind": _PATTERNS.get(branch.get("pattern", ""), kind)}


def _branches(schema: Schema) -> list[Schema]:
    """Return the alternatives of a schema."""
    if "if" in schema:
        return [*_branches(schema["then"]), *_branches(schema["else"])]
    return (
        [part for b in schema["anyOf"] for part in _branches(b)] if "anyOf" in schema else [schema]
    )

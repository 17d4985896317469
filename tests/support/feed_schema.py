"""A JSON Schema of JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

from typing import Any

_TEXT = {"type": "string"}
_URL = {"type": "string", "pattern": "^https?://"}
_AUTHORS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"name": _TEXT, "url": _TEXT, "avatar": _URL},
        "minProperties": 1,
        "additionalProperties": False,
    },
}
_ITEM = {
    "type": "object",
    "properties": {
        "id": _TEXT, "url": _URL, "external_url": _URL, "title": _TEXT, "content_html": _TEXT,
        "content_text": _TEXT, "summary": _TEXT, "image": _URL, "banner_image": _URL,
        "date_published": {"type": "string", "format": "date-time", "pattern": "T.*[Z0-9]$"},
        "date_modified": {"type": "string", "format": "date-time", "pattern": "T.*[Z0-9]$"},
        "authors": _AUTHORS, "tags": {"type": "array", "items": _TEXT}, "language": _TEXT,
        "attachments": {"type": "array"},
    },
    "required": ["id"],
    "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
    "additionalProperties": False,
}  # fmt: skip
JSON_FEED: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": _TEXT, "home_page_url": _URL, "feed_url": _URL, "description": _TEXT,
        "user_comment": _TEXT, "next_url": _URL, "icon": _URL, "favicon": _URL,
        "authors": _AUTHORS, "language": _TEXT, "expired": {"type": "boolean"},
        "hubs": {"type": "array"}, "items": {"type": "array", "items": _ITEM},
    },
    "required": ["version", "title", "items"],
    "additionalProperties": False,
}  # fmt: skip

"""The OpenAPI 3.1 description of /api/v1/, generated from `models`."""

from __future__ import annotations

import json
from typing import Any

from pydantic.json_schema import models_json_schema

from noticeboard.exports.api import BASE
from noticeboard.exports.boards import BoardList
from noticeboard.exports.matters import MatterList, MatterYear
from noticeboard.exports.models import (
    LICENCE,
    SCHEMA_VERSION,
    ContactList,
    FullNotice,
    NoticeList,
)
from noticeboard.exports.rounds import RoundList

OPENAPI_ADDRESS = f"{BASE}openapi.json"

_YEAR = {
    "name": "year",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "pattern": "^[0-9]{4}$"},
}
_BOARD = {"name": "board", "in": "path", "required": True, "schema": {"type": "string"}}
_SLUG = {"name": "slug", "in": "path", "required": True, "schema": {"type": "string"}}


def openapi(site_name: str, site_url: str, is_portal: bool = False) -> str:
    """Return the description as JSON; `site_url` ends with a slash."""
    boards = (BoardList,) if is_portal else ()
    models = (NoticeList, FullNotice, ContactList, RoundList, MatterList, MatterYear, *boards)
    _, schemas = models_json_schema(
        [(model, "serialization") for model in models], ref_template="#/components/schemas/{model}"
    )
    parameters = (*((_BOARD,) if is_portal else ()), _YEAR, _SLUG)
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": f"{site_name}开放数据",
            "version": SCHEMA_VERSION,
            "license": {"name": "CC0 1.0", "url": LICENCE},
        },
        "servers": [{"url": f"{site_url}{BASE}".rstrip("/")}],
        "paths": {
            "/notices.json": _get("notices", "全部通报", _json("NoticeList")),
            "/notices/{year}.json": _get("year", "一年的通报", _json("NoticeList"), _YEAR),
            f"/notices/{'{board}/' if is_portal else ''}{{year}}/{{slug}}.json": _get(
                "notice", "一篇通报的全部内容", _json("FullNotice"), *parameters
            ),
            "/notices.csv": _get(
                "table", "全部通报的表格", {"text/csv": {"schema": {"type": "string"}}}
            ),
            "/contacts.json": _get("contacts", "各单位联系方式", _json("ContactList")),
            "/matters.json": _get("matters", "整改事项", _json("MatterList")),
            "/matters/{year}.json": _get(
                "matterYear", "一年公布的整改事项", _json("MatterYear"), _YEAR
            ),
            "/matters.csv": _get(
                "matterTable", "整改事项的表格", {"text/csv": {"schema": {"type": "string"}}}
            ),
            "/rounds.json": _get("rounds", "巡察轮次", _json("RoundList")),
            **({"/boards.json": _get("boards", "公开栏", _json("BoardList"))} if is_portal else {}),
        },
        "components": {"schemas": schemas["$defs"]},
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _json(model: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{model}"}}}


def _get(
    name: str, summary: str, content: dict[str, Any], *parameters: dict[str, Any]
) -> dict[str, Any]:
    responses = {"200": {"description": summary, "content": content}}
    operation: dict[str, Any] = {"operationId": name, "summary": summary, "responses": responses}
    return {"get": {**operation, "parameters": list(parameters)} if parameters else operation}

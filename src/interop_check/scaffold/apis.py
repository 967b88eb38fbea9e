"""OpenAPI descriptions: recognised by their first key, read for their title and address."""

import json
import re
from collections.abc import Mapping
from typing import Any

from interop_check import yamlfile
from interop_check.model import MistakesError

_YAML_KEY = re.compile(rb"^(?:openapi|swagger|\"openapi\"|\"swagger\")[ \t]*:[ \t]*[\"']?[1-9]", re.MULTILINE)
_JSON_KEY = re.compile(rb"^\s*\{.{0,20000}?\"(?:openapi|swagger)\"\s*:\s*\"[1-9]", re.DOTALL)


def api(path: str, data: bytes) -> dict[str, str] | None:
    """Return title, version, address and contact of an OpenAPI description; None for other files."""
    is_json = path.lower().endswith(".json")
    if not (_JSON_KEY if is_json else _YAML_KEY).search(data):
        return None
    described = _json(data) if is_json else _yaml(data, path)
    info, contact = _member(described, "info"), _member(described, "info", "contact")
    about = {
        "title": info.get("title"),
        "version": info.get("version"),
        "licence": _member(described, "info", "license").get("url"),
        "base_url": _server(described),
        "contact.name": contact.get("name"),
        "contact.email": contact.get("email"),
        "contact.url": contact.get("url"),
    }
    return {name: value for name, value in about.items() if isinstance(value, str)}


def _json(data: bytes) -> Mapping[str, Any]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _yaml(data: bytes, path: str) -> Mapping[str, Any]:
    try:
        value = yamlfile.load(data, path).value
    except MistakesError:  # still an API, only without a title; its own checks say what is wrong
        return {}
    return value if isinstance(value, dict) else {}


def _member(value: Any, *keys: str) -> Mapping[str, Any]:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def _server(described: Mapping[str, Any]) -> str:
    servers = described.get("servers")
    if isinstance(servers, list) and servers and isinstance(servers[0], dict):
        return str(servers[0].get("url", ""))
    host, schemes = described.get("host"), described.get("schemes")
    if isinstance(host, str):
        scheme = schemes[0] if isinstance(schemes, list) and schemes else "https"
        return f"{scheme}://{host}{described.get('basePath', '')}"
    return ""

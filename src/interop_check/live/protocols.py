"""The entry points of OGC API Features 1.0, NGSI-LD 1.6 and SensorThings 1.1, of services that speak them."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from interop_check.live import links
from interop_check.live.operations import example, gets
from interop_check.live.probe import Probe, Service

_JSON = ("Accept", "application/json")
_GEOJSON = ("Accept", "application/geo+json")
_NGSI = "/entities"
_STA = ("/Things", "/Datastreams", "/Sensors", "/Observations")


def probes(service: Service) -> Iterator[Probe]:
    """Yield what is asked of a service by the protocol that its description shows."""
    paths = {get.path.rstrip("/") for get in gets(service.api)}
    if is_ogc(paths):
        yield from _ogc(service)
    if is_ngsi(paths, service.url):
        yield from _ngsi(service)
    if is_sensorthings(paths):
        yield from _sensorthings(service)


def is_ogc(paths: set[str]) -> bool:
    """Whether a description has the paths that OGC API Features asks for."""
    return {"/conformance", "/collections"} <= paths


def is_ngsi(paths: set[str], url: str) -> bool:
    """Whether a description, or its address, has the paths of NGSI-LD."""
    named = any(path.endswith(f"/ngsi-ld/v1{_NGSI}") for path in paths)
    return named or (_NGSI in paths and "/ngsi-ld/" in f"{url}/")


def is_sensorthings(paths: set[str]) -> bool:
    """Whether a description has paths of SensorThings."""
    return len(paths & set(_STA)) > 1


# ---------------------------------------------------------------- OGC API Features


def _ogc(service: Service) -> Iterator[Probe]:
    for purpose, path in (
        ("ogc-landing", "/"),
        ("ogc-conformance", "/conformance"),
        ("ogc-collections", "/collections"),
    ):
        yield Probe(purpose=purpose, url=links.below(service.url, path), headers=(_JSON,))
    items = _items(service)
    if not items:
        return
    for purpose, name, value in (
        ("ogc-items", "limit", "1"),
        ("ogc-bbox", "bbox", "-180,-90,180,90"),
        ("ogc-bad-bbox", "bbox", "1,2,3"),
        ("ogc-bad-datetime", "datetime", "gisteren"),
        ("ogc-bad-limit", "limit", "veel"),
    ):
        url = links.with_query(items, name, value)
        yield Probe(purpose=purpose, url=url, headers=(_GEOJSON,), detail=f"{name}={value}")


def _items(service: Service) -> str:
    """Return the address of the items of the first collection."""
    seen = service.first("ogc-collections")
    for one in links.members(seen.document)[:1] if seen else ():
        name = one.get("id") if isinstance(one, dict) else None
        if isinstance(name, str) and name not in {"", ".", ".."}:
            return links.below(service.url, f"/collections/{quote(name, safe='')}/items")
    return ""


# ---------------------------------------------------------------- NGSI-LD


def _ngsi(service: Service) -> Iterator[Probe]:
    get = next(one for one in gets(service.api) if one.path.rstrip("/").endswith(_NGSI))
    base = links.below(service.url, get.path.rstrip("/"))
    kind = service.params.get("type") or next(
        (_text(example(service.api, one)) for one in get.parameters if one.fields.get("name") == "type"), ""
    )
    if not kind:
        types = base.removesuffix(_NGSI) + "/types"
        yield Probe(purpose="ngsi-types", url=types, headers=(_JSON,))
        kind = _first_type(service)
    if kind:
        few = links.with_query(links.with_query(base, "type", kind), "limit", "1")
        yield Probe(purpose="ngsi-entities", url=few, headers=(_JSON,))
        yield Probe(purpose="ngsi-geojson", url=few, headers=(_GEOJSON,))
        yield Probe(purpose="ngsi-count", url=links.with_query(few, "count", "true"), headers=(_JSON,))


def _first_type(service: Service) -> str:
    seen = service.first("ngsi-types")
    held = seen.document if seen else None
    listed = held.get("typeList") if isinstance(held, dict) else held
    return _text(listed[0]) if isinstance(listed, list) and listed else ""


def _text(value: Any) -> str:
    value = value[0] if isinstance(value, Sequence) and not isinstance(value, str) and value else value
    return value if isinstance(value, str) else ""


# ---------------------------------------------------------------- SensorThings


def _sensorthings(service: Service) -> Iterator[Probe]:
    yield Probe(purpose="sta-root", url=links.below(service.url, "/"), headers=(_JSON,))
    path = next(get.path for get in gets(service.api) if get.path.rstrip("/") in _STA)
    few = links.with_query(links.below(service.url, path.rstrip("/")), "$top", "1")
    yield Probe(
        purpose="sta-page", url=links.with_query(few, "$count", "true"), headers=(_JSON,), detail=path
    )

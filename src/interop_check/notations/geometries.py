"""Geometries as literals: WKT, GML and GeoJSON, as far as form, reference system and first position go.

GeoSPARQL 1.1 (OGC 22-047r1), section 8; Simple Features (OGC 06-103r4), section 7; GeoJSON (RFC 7946).
"""

import json
import re
from typing import Any, NamedTuple

from interop_check.notations.crs import CRS84, SYSTEMS, Position

_NUMBER = r"[-+]?(?:\d++(?:\.\d*+)?+|\.\d++)(?:[eE][-+]?\d++)?+"
_POSITION = rf"{_NUMBER}(?:[ \t\r\n]++{_NUMBER}){{1,3}}+"
_S = r"[ \t\r\n]*+"


def _listed(inner: str) -> str:
    return rf"\({_S}{inner}{_S}(?:,{_S}{inner}{_S})*+\)"


_POINT = rf"\({_S}{_POSITION}{_S}\)"
_LINE = _listed(_POSITION)
_AREA = _listed(_LINE)
_FORMS = {
    "POINT": _POINT,
    "LINESTRING": _LINE,
    "POLYGON": _AREA,
    "TRIANGLE": _AREA,
    "MULTIPOINT": rf"(?:{_LINE}|{_listed(_POINT)})",
    "MULTILINESTRING": _AREA,
    "MULTIPOLYGON": _listed(_AREA),
    "POLYHEDRALSURFACE": _listed(_AREA),
    "TIN": _listed(_AREA),
}
_SHAPES = {name: re.compile(form) for name, form in _FORMS.items()}
_WKT = re.compile(
    r"(?:<([^<>]*)>)?\s*([A-Za-z]+?)\s*(ZM|Z|M)?\s*(\(.*\)|EMPTY)\s*", re.DOTALL | re.IGNORECASE
)
_BEFORE = re.compile(r"\s*(?:SRID=(\d+)\s*;|((?:EPSG|OGC):\w+)\s*[;,]?\s|(https?:[^\s<>]+)\s)", re.IGNORECASE)
_FIRST = re.compile(rf"\(\s*({_NUMBER})\s+({_NUMBER})")
_COLLECTION = re.compile(r"[A-Za-z0-9.,+\-()\s]*+")
_PLAIN_POINT = re.compile(
    rb'"(?:<http://www\.opengis\.net/def/crs/(EPSG/0/\d+|OGC/1\.3/CRS84)> )?'
    rb'(?:POINT|Point) ?\((-?\d{1,7}(?:\.\d+)?) (-?\d{1,7}(?:\.\d+)?)\)"'
)
_BOXES = {one.iri.partition("/crs/")[2].encode(): (*one.box[0], *one.box[1]) for one in SYSTEMS.values()} | {
    None: (*CRS84.box[0], *CRS84.box[1])
}
_SRS = re.compile(r"\bsrsName\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_GML = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?<(?:\w+:)?(\w+)[\s>/].*>\s*", re.DOTALL)
_GML_FIRST = re.compile(
    rf"<(?:\w+:)?(?:pos|posList|coordinates|lowerCorner)\b[^<>]*>\s*({_NUMBER})[\s,]+({_NUMBER})"
)
_TYPES = frozenset(
    {"Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection"}
)
_DEEPEST = 5


class Geometry(NamedTuple):
    """What a literal says: the reference system as written ("" for none), and its first position.

    `fault` is a code: form where it cannot be read; loose where the system stands outside < >.
    """

    crs: str = ""
    first: Position | None = None
    fault: str = ""


def is_plain_point(literal: bytes) -> bool:
    """Whether a literal, as N-Triples writes it, is a point in WKT that nothing is wrong with: most are."""
    found = _PLAIN_POINT.match(literal)
    if found is None:
        return False
    box = _BOXES.get(found[1])
    return box is not None and box[0] <= float(found[2]) <= box[2] and box[1] <= float(found[3]) <= box[3]


def wkt(text: str) -> Geometry:
    """Read a wktLiteral."""
    before = _BEFORE.match(text)
    if before is None:
        return _wkt(text)
    crs = f"EPSG:{before[1]}" if before[1] else before[2] or before[3]
    rest = _wkt(text[before.end() :])
    return rest if rest.fault else rest._replace(crs=crs, fault="loose")


def _wkt(text: str) -> Geometry:
    found = _WKT.fullmatch(text)
    if found is None or not _is_shape(found[2].upper(), found[4]):
        return Geometry(fault="form")
    return Geometry(found[1] or "", _position(_FIRST.search(found[4])))


def _is_shape(name: str, body: str) -> bool:
    if body.upper() == "EMPTY":
        return name in _SHAPES or name == "GEOMETRYCOLLECTION"
    if name == "GEOMETRYCOLLECTION":
        return _COLLECTION.fullmatch(body) is not None and body.count("(") == body.count(")")
    return name in _SHAPES and _SHAPES[name].fullmatch(body) is not None


def gml(text: str) -> Geometry:
    """Read a gmlLiteral: not validated, only its srsName and its first coordinates."""
    if not _GML.fullmatch(text):
        return Geometry(fault="form")
    srs = _SRS.search(text)
    return Geometry((srs[1] or srs[2] or "") if srs else "", _position(_GML_FIRST.search(text)))


def geojson(text: str) -> Geometry:
    """Read a geoJSONLiteral; a member `crs`, which RFC 7946 took out, is given as it stands."""
    try:
        value = json.loads(text, parse_int=float, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return Geometry(fault="form")
    if not isinstance(value, dict) or str(value.get("type")) not in _TYPES:
        return Geometry(fault="form")
    crs = json.dumps(value["crs"]) if "crs" in value else ""
    return Geometry(crs, _first_of(value.get("coordinates")))


def _first_of(coordinates: Any) -> Position | None:
    for _ in range(_DEEPEST):
        match coordinates:
            case [float(x), float(y), *_]:
                return x, y
            case [first, *_]:
                coordinates = first
            case _:
                return None
    return None


def _position(found: re.Match[str] | None) -> Position | None:
    return (float(found[1]), float(found[2])) if found else None

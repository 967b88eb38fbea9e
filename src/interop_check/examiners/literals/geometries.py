"""Rules oslo/geo-form, oslo/geo-crs and oslo/geo-place: geometries that can be read and put on a map."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from interop_check.examiners.literals.values import Values
from interop_check.notations import crs
from interop_check.notations.datatypes import GEO
from interop_check.notations.geometries import Geometry, geojson, gml, is_plain_point, wkt

FORM, SYSTEM, PLACE = "oslo/geo-form", "oslo/geo-crs", "oslo/geo-place"
_WKT, _GML, _GEOJSON = GEO + "wktLiteral", GEO + "gmlLiteral", GEO + "geoJSONLiteral"


class Fault(NamedTuple):
    """What is wrong with a geometry, the reference system as written, and how it should be."""

    code: str
    crs: str = ""
    proper: str = ""


def examine(values: Values) -> None:
    """Look at each literal of GeoSPARQL: its form, its reference system and its first position."""
    for datatype, read, name in ((_WKT, wkt, "WKT"), (_GML, gml, "GML"), (_GEOJSON, geojson, "GeoJSON")):
        numbers = values.by_datatype.get(datatype, [])
        tokens = values.table.tokens
        unusual = [one for one in numbers if datatype != _WKT or not is_plain_point(tokens[one])]
        for rule in (FORM, SYSTEM, PLACE):
            values.data.look(rule, len(numbers) - len(unusual), 0)
        found = [(number, read(values.text(number))) for number in unusual]
        broken = [number for number, geometry in found if geometry.fault == "form"]
        values.data.look(FORM, len(found), len(broken))
        values.note_uses(FORM, "ill-formed", broken, _of_form(name))
        _systems(values, datatype, [(number, one) for number, one in found if one.fault != "form"])


def _of_form(name: str) -> Callable[[str], dict[str, str]]:
    return lambda text: {"form": name, "text": text if name == "WKT" else ""}


def _systems(values: Values, datatype: str, found: Iterable[tuple[int, Geometry]]) -> None:
    wrong: defaultdict[Fault, list[int]] = defaultdict(list)
    outside: list[int] = []
    looked_at = 0
    for number, geometry in found:
        looked_at += 1
        fault = _fault(datatype, geometry)
        if fault and fault.code == "outside":
            outside.append(number)
        elif fault:
            wrong[fault].append(number)
    values.data.look(SYSTEM, looked_at, sum(map(len, wrong.values())))
    for fault, numbers in wrong.items():
        values.note_uses(SYSTEM, fault.code, numbers, _said(fault))
    values.data.look(PLACE, looked_at, len(outside))
    values.note_uses(PLACE, "outside", outside, lambda text: {"text": text})


def _said(fault: Fault) -> Callable[[str], dict[str, str]]:
    return lambda text: {"crs": fault.crs, "proper": fault.proper, "text": text}


def _fault(datatype: str, geometry: Geometry) -> Fault | None:
    """Return what is wrong with a geometry that can be read."""
    if datatype == _GEOJSON and geometry.crs:
        return Fault("member-crs", geometry.crs)
    if datatype == _GML and not geometry.crs:
        return Fault("no-srs-name")
    code = crs.read(geometry.crs) if geometry.crs else crs.CRS84.code
    if code is None or geometry.fault:
        proper = crs.meant(geometry.crs)
        return Fault("misspelt" if proper else "unknown", geometry.crs, proper)
    return _misplaced(code, geometry)


def _misplaced(code: str, geometry: Geometry) -> Fault | None:
    if geometry.first is None:
        return None
    fault, system = crs.fault(code, geometry.first)
    proper = f"{system.title}, {system.iri}" if system else ""
    if fault == "axes":
        return Fault("axes", geometry.crs, proper)
    if fault == "other":
        return Fault("other-system" if geometry.crs else "missing", geometry.crs, proper)
    return Fault("outside") if fault else None

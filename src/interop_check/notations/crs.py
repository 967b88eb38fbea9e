"""Coordinate reference systems in use in Flanders: their IRIs, their axes, and where Belgium lies in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_OGC = "http://www.opengis.net/def/crs/"
_IRI = re.compile(r"http://www\.opengis\.net/def/crs/(OGC|EPSG|IAU)/[0-9.]+/(\w+)")
_NEAR = re.compile(
    r"(?:https?:)?(?:\\?/)*(?:www\.)?opengis\.net/def/crs/(OGC|EPSG)/+([0-9.]+)/+(\w+)/?", re.IGNORECASE
)
_SHORT = re.compile(r"(?:urn:(?:x-)?ogc:def:crs:)?(OGC|EPSG):(?:[\d.]*:)?(\w+)", re.IGNORECASE)
_OLD_GML = re.compile(r"http://www\.opengis\.net/gml/srs/epsg\.xml#(\d+)", re.IGNORECASE)

Position = tuple[float, float]


@dataclass(frozen=True, slots=True)
class System:
    """A reference system; `box` holds Belgium and what lies around it, in the order of the axes."""

    code: str
    title: str
    box: tuple[Position, Position]

    @property
    def iri(self) -> str:
        """The IRI that GeoSPARQL asks for."""
        authority, _, code = self.code.partition(":")
        return f"{_OGC}{authority}/{'1.3' if authority == 'OGC' else '0'}/{code}"

    def holds(self, position: Position) -> bool:
        """Whether a position lies in the box."""
        low, high = self.box
        return low[0] <= position[0] <= high[0] and low[1] <= position[1] <= high[1]


_LON_LAT = ((2.0, 49.0), (7.0, 52.5))
_LAT_LON = ((49.0, 2.0), (52.5, 7.0))

CRS84 = System("OGC:CRS84", "WGS 84", _LON_LAT)
"""Longitude and latitude, what a wktLiteral without an IRI is in (GeoSPARQL 1.1, 8.5.1)."""

SYSTEMS = {
    one.code: one
    for one in (
        CRS84,
        System("EPSG:4326", "WGS 84", _LAT_LON),
        System("EPSG:4258", "ETRS89", _LAT_LON),
        System("EPSG:31370", "Lambert 72", ((10_000.0, 10_000.0), (310_000.0, 260_000.0))),
        System("EPSG:3812", "Lambert 2008", ((480_000.0, 480_000.0), (820_000.0, 790_000.0))),
        System("EPSG:3857", "Web Mercator", ((220_000.0, 6_270_000.0), (780_000.0, 6_900_000.0))),
        System("EPSG:25831", "ETRS89 / UTM 31N", ((420_000.0, 5_420_000.0), (800_000.0, 5_830_000.0))),
    )
}


def read(iri: str) -> str | None:
    """Return the code of a reference system, as EPSG:31370, by its IRI; None where it is no such IRI."""
    found = _IRI.fullmatch(iri)
    return f"{found[1]}:{found[2]}" if found else None


def meant(text: str) -> str:
    """Return the IRI that is meant by another form, such as EPSG:31370 or one under https; "" for none."""
    for pattern in (_NEAR, _SHORT):
        found = pattern.fullmatch(text.strip())
        if found:
            authority, code = found[1].upper(), found[found.lastindex or 2].upper()
            return f"{_OGC}{authority}/{'1.3' if authority == 'OGC' else '0'}/{code}"
    found = _OLD_GML.fullmatch(text.strip())
    return f"{_OGC}EPSG/0/{found[1]}" if found else ""


def fault(code: str, position: Position) -> tuple[str, System | None]:
    """Return what is wrong with a position, as a code ("" for nothing), and the system that it fits.

    axes: the coordinates stand the wrong way round; other: they fit another system; outside: they lie far
    from Belgium in every one. Of a system that is not known here nothing is said.
    """
    system = SYSTEMS.get(code)
    if system is None or system.holds(position):
        return "", system
    if system.holds((position[1], position[0])):
        return "axes", system
    other = next(_fitting(position), None)
    return ("other" if other else "outside"), other


def _fitting(position: Position) -> Iterator[System]:
    return (one for one in SYSTEMS.values() if one.holds(position))

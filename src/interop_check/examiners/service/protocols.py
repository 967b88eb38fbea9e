"""The entry points of OGC API Features (OGC 17-069r4), NGSI-LD (ETSI GS CIM 009), SensorThings (18-088r1)."""

from collections.abc import Sequence
from typing import Any

from interop_check.examiners.service.verdicts import Verdicts, at
from interop_check.live import links
from interop_check.live.probe import Seen, Service

OGC_LANDING, OGC_CONFORMANCE = "live/ogc-landing", "live/ogc-conformance"
OGC_COLLECTIONS, OGC_PARAMETERS, OGC_INVALID = (
    "live/ogc-collections",
    "live/ogc-parameters",
    "live/ogc-invalid",
)
NGSI_CONTEXT, NGSI_GEOJSON, NGSI_COUNT = "live/ngsi-context", "live/ngsi-geojson", "live/ngsi-count"
STA_ROOT, STA_PAGE = "live/sta-root", "live/sta-page"
OGC = (OGC_LANDING, OGC_CONFORMANCE, OGC_COLLECTIONS, OGC_PARAMETERS, OGC_INVALID)
NGSI = (NGSI_CONTEXT, NGSI_GEOJSON, NGSI_COUNT)
STA = (STA_ROOT, STA_PAGE)
RULES = (*OGC, *NGSI, *STA)

CORE = "/spec/ogcapi-features-1/1.0/conf/core"
_LANDING = (
    ("service-desc", "service-doc"),
    ("conformance",),
    ("data", "http://www.opengis.net/def/rel/ogc/1.0/data"),
)
_INVALID = ("ogc-bad-bbox", "ogc-bad-datetime", "ogc-bad-limit")
_REFUSED = 400


def examine(service: Service, verdicts: Verdicts) -> None:
    """Look at the entry points of the protocol that a service speaks."""
    if service.of("ogc-landing"):
        _ogc(service, verdicts)
    if service.of("ngsi-entities") or service.of("ngsi-types"):
        _ngsi(service, verdicts)
    if service.of("sta-root"):
        _sensorthings(service, verdicts)


# ---------------------------------------------------------------- OGC API Features


def _ogc(service: Service, verdicts: Verdicts) -> None:
    landing = verdicts.answered(OGC_LANDING, service.first("ogc-landing"))
    if landing is not None:
        given = _relations(landing.document)
        missing = [names[0] for names in _LANDING if not given & set(names)]
        _held(OGC_LANDING, landing, verdicts, missing)
    conformance = verdicts.answered(OGC_CONFORMANCE, service.first("ogc-conformance"))
    if conformance is not None:
        held = conformance.document
        listed = held.get("conformsTo") if isinstance(held, dict) else None
        classes = listed if isinstance(listed, list) else []
        core = any(isinstance(one, str) and one.endswith(CORE) for one in classes)
        _held(OGC_CONFORMANCE, conformance, verdicts, [] if core else [f"…{CORE}"])
    collections = verdicts.answered(OGC_COLLECTIONS, service.first("ogc-collections"))
    if collections is not None:
        first: Any = next(iter(links.members(collections.document)), {})
        missing = [] if "items" in _relations(first) else ["items"]
        _held(OGC_COLLECTIONS, collections, verdicts, missing)
    for one in (*service.of("ogc-items"), *service.of("ogc-bbox")) or (None,):
        _features(verdicts.answered(OGC_PARAMETERS, one), verdicts)
    for one in [seen for purpose in _INVALID for seen in service.of(purpose)] or (None,):
        seen = verdicts.answered(OGC_INVALID, one)
        if seen is not None:
            args = {"parameter": seen.probe.detail, "status": str(seen.status)}
            verdicts.either(OGC_INVALID, "accepted", at(seen), holds=seen.status == _REFUSED, **args)


def _relations(held: Any) -> set[str]:
    listed = held.get("links") if isinstance(held, dict) else None
    found = (one.get("rel") for one in (listed if isinstance(listed, list) else ()) if isinstance(one, dict))
    return {one for one in found if isinstance(one, str)}


def _held(rule: str, seen: Seen, verdicts: Verdicts, missing: Sequence[str]) -> None:
    """Note an answer that has to be there with certain parts."""
    if not seen.is_well:
        verdicts.bad(rule, "status", at(seen), status=str(seen.status))
    else:
        verdicts.either(rule, "missing", at(seen), holds=not missing, names=", ".join(missing))


def _features(seen: Seen | None, verdicts: Verdicts) -> None:
    if seen is None:
        return
    args = {"parameter": seen.probe.detail, "status": str(seen.status)}
    held = seen.document
    if not seen.is_well or not isinstance(held, dict) or held.get("type") != "FeatureCollection":
        verdicts.bad(OGC_PARAMETERS, "no-features", at(seen), media_type=seen.media_type, **args)
        return
    count = len(links.members(held))
    few = not seen.probe.detail.startswith("limit=") or count <= 1
    verdicts.either(OGC_PARAMETERS, "more", at(seen), holds=few, count=str(count), **args)


# ---------------------------------------------------------------- NGSI-LD


def _ngsi(service: Service, verdicts: Verdicts) -> None:
    entities = verdicts.answered(NGSI_CONTEXT, service.first("ngsi-entities"))
    if entities is not None:
        holds = entities.is_well and bool(entities.links(links.CONTEXT_RELATION))
        verdicts.either(NGSI_CONTEXT, "absent", at(entities), holds=holds, status=str(entities.status))
    geojson = verdicts.answered(NGSI_GEOJSON, service.first("ngsi-geojson"))
    if geojson is not None:
        held = geojson.document
        is_features = isinstance(held, dict) and held.get("type") in ("FeatureCollection", "Feature")
        holds = geojson.is_well and geojson.media_type == "application/geo+json" and is_features
        args = {"status": str(geojson.status), "media_type": geojson.media_type or "–"}
        verdicts.either(NGSI_GEOJSON, "other", at(geojson), holds=holds, **args)
    count = verdicts.answered(NGSI_COUNT, service.first("ngsi-count"))
    if count is not None:
        written = count.header("ngsild-results-count")
        holds = count.is_well and written.isascii() and written.isdigit()
        verdicts.either(NGSI_COUNT, "absent", at(count), holds=holds, status=str(count.status))


# ---------------------------------------------------------------- SensorThings


def _sensorthings(service: Service, verdicts: Verdicts) -> None:
    root = verdicts.answered(STA_ROOT, service.first("sta-root"))
    if root is not None:
        sets = links.members(root.document)
        well = [one for one in sets if isinstance(one, dict) and {"name", "url"} <= one.keys()]
        _held(STA_ROOT, root, verdicts, [] if well else ["name, url"])
    page = verdicts.answered(STA_PAGE, service.first("sta-page"))
    if page is None:
        return
    held = page.document if isinstance(page.document, dict) else {}
    count = held.get("@iot.count")
    missing = [] if isinstance(count, int) else ["@iot.count"]
    members = links.members(held)
    if isinstance(count, int) and count > len(members) and "@iot.nextLink" not in held:
        missing.append("@iot.nextLink")
    _held(STA_PAGE, page, verdicts, missing)

"""How identifiers and values are written: each rule with what it takes and what it leaves alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interop_check.notations import addresses, crs, datatypes, geometries, hosts, languages, units
from interop_check.notations.geometries import Geometry
from interop_check.notations.numbers import (
    BRANCH,
    CHECK_DIGITS,
    ENTERPRISE,
    FORM,
    NIS,
    OVO,
    Official,
    by_looks,
    is_national,
    is_national_as_people_write_it,
    masked,
    number_of_kbo,
    number_of_nis,
)

# ---------------------------------------------------------------- hosts


@pytest.mark.parametrize(
    ("host", "fault"),
    [
        ("data.stad.be", ""),
        ("data.stad.example", ""),
        ("data.vlaanderen.be", ""),
        ("latest.be", ""),
        ("contest.be", ""),
        ("beta.be", ""),
        ("acc.be", ""),
        ("test-achats.be", ""),
        ("west-vlaanderen.be", ""),
        ("demografie.be", ""),
        ("data.stad.be:8443", "port"),
        ("data.stad.be:443", "port"),
        ("localhost", "local"),
        ("localhost:8080", "local"),
        ("parking.local", "local"),
        ("server.internal", "local"),
        ("mijnorganisatie", "local"),
        ("10.0.0.7", "ip"),
        ("10.0.0.7:80", "ip"),
        ("[2001:db8::1]:80", "ip"),
        ("example.org", "placeholder"),
        ("data.example.com", "placeholder"),
        ("x.invalid", "placeholder"),
        ("fixme.com", "placeholder"),
        ("data.test-vlaanderen.be", "test"),
        ("private-api.gipod.beta-vlaanderen.be", "test"),
        ("api.basisregisters.staging-vlaanderen.be", "test"),
        ("acc.stad.be", "test"),
        ("data-uat.stad.be", "test"),
        ("test.com", "test"),
        ("parking.dev", "test"),
        ("parking.test", "test"),
    ],
)
def test_a_host_lasts_or_the_reason_why_not(host: str, fault: str) -> None:
    assert hosts.fault(host) == fault


@given(st.text(max_size=30))
def test_any_host_is_judged(host: str) -> None:
    assert hosts.fault(host) in {"", "port", "local", "ip", "placeholder", "test"}


@pytest.mark.parametrize(
    ("host", "others"),
    [
        ("www.w3.org", True),
        ("w3.org", True),
        ("publications.europa.eu", True),
        ("en.wikipedia.org", True),
        ("neww3.org", False),
        ("data.vlaanderen.be", False),
        ("data.stad.be", False),
    ],
)
def test_the_hosts_of_bodies_that_publish_for_everybody(host: str, *, others: bool) -> None:
    assert hosts.is_of_others(host) is others


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("iri", "fault"),
    [
        ("https://data.stad.be/id/zaal/raadzaal", ""),
        ("http://data.stad.be/id/zaal", ""),
        ("https://data.stad.be/doc/zaal/raadzaal/2026", ""),
        ("https://data.stad.be/ns/zaal#Raadzaal", ""),
        ("https://data.stad.be/zaal/raadzaal", "no-type"),
        ("https://data.stad.be", "no-type"),
        ("https://data.stad.be/identiteit/x", "no-type"),
        ("https://data.stad.be/data/id/zaal/raadzaal", "type-later"),
        ("https://data.stad.be/zaal/id", "no-type"),
        ("https://data.stad.be/id", "no-concept"),
        ("https://data.stad.be/id/", "no-concept"),
    ],
)
def test_the_path_follows_the_pattern_of_the_uri_standard(iri: str, fault: str) -> None:
    address = addresses.read(iri)
    assert address is not None
    assert addresses.form_fault(address) == fault


def test_an_address_is_read_in_its_parts() -> None:
    address = addresses.read("HTTPS://naam:geheim@Data.Stad.be:80/id/zaal/a?b=/c#d")
    assert address == ("https", "data.stad.be:80", ("id", "zaal", "a"), "?b=/c#d")
    assert addresses.read("urn:x:y") is None
    skolem = addresses.read("https://data.stad.be/.well-known/genid/1")
    assert skolem is not None
    assert skolem.is_skolem


@pytest.mark.parametrize(
    ("last", "fault"),
    [
        (b"raadzaal", ""),
        (b"caf%C3%A9-12_b~", ""),
        (b"2.1", ""),
        (b"raad.zaal", ""),
        (b"kaart.html", "extension"),
        (b"kaart.TTL", "extension"),
        (b"kaart.html#deel", "extension"),
        (b"kaart.php?id=3", "query"),
        (b"zaal?id=3", "query"),
        (b"zaal;jsessionid=0A", "session"),
        (b"zaal?x=1&PHPSESSID=0A", "session"),
        (b"zaal?utm_source=x", "session"),
        (b"zaal#v1", "fragment"),
        (b"zaal#v1?x", "fragment"),
        (b"", "slash"),
    ],
)
def test_what_follows_the_last_slash_is_part_of_a_name_or_of_a_system(last: bytes, fault: str) -> None:
    assert addresses.segment_fault(last) == fault
    line = b"\n" + last + b"\n"
    assert not fault or any(mark in line for mark in addresses.MARKS), "a short look may not pass it over"


# ---------------------------------------------------------------- official numbers


@pytest.mark.parametrize(
    ("text", "official"),
    [
        ("OVO000001", Official(OVO)),
        ("ovo000001", Official(OVO, FORM, "OVO000001")),
        ("OVO-1", Official(OVO, FORM, "OVO000001")),
        ("OVO9999", Official(OVO, FORM, "OVO009999")),
        ("OVO0000001", Official(OVO, FORM)),
        ("1999.999.844", Official(ENTERPRISE)),
        ("BE 1999.999.844", Official(ENTERPRISE)),
        ("BE1999999844", Official(ENTERPRISE)),
        ("1999.999.845", Official(ENTERPRISE, CHECK_DIGITS)),
        ("2.999.999.865", Official(BRANCH)),
        ("2.999.999.866", Official(BRANCH, CHECK_DIGITS)),
        ("9.999.999.865", Official(BRANCH, FORM)),
        ("1999999844", None),
        ("OVOid", None),
        ("12.5", None),
    ],
)
def test_numbers_that_are_known_by_their_looks(text: str, official: Official | None) -> None:
    assert by_looks(text) == official


@pytest.mark.parametrize(
    ("text", "official"),
    [
        ("1999999844", Official(ENTERPRISE)),
        ("0000000196", Official(ENTERPRISE)),
        ("000000196", Official(ENTERPRISE, FORM, "0000000196")),
        ("000000197", Official(ENTERPRISE, FORM)),
        ("19999998440", Official(ENTERPRISE, FORM)),
        ("2999999865", Official(BRANCH)),
        ("29999998650", Official(BRANCH, FORM)),
        ("", None),
        ("kbo", None),
    ],
)
def test_enterprise_and_branch_numbers(text: str, official: Official | None) -> None:
    assert number_of_kbo(text) == official


@given(st.integers(0, 19_999_999), st.integers(0, 99))
def test_exactly_one_pair_of_check_digits_fits_an_enterprise_number(first: int, check: int) -> None:
    found = number_of_kbo(f"{first:08}{check:02}")
    assert found is not None
    assert (found.fault == "") == (check == 97 - first % 97)


@pytest.mark.parametrize(
    ("text", "official"),
    [
        ("44021", Official(NIS)),
        ("02000", Official(NIS)),
        ("2000", Official(NIS, FORM, "02000")),
        ("440210", Official(NIS, FORM)),
        ("44021A001", None),
        ("Gent", None),
    ],
)
def test_nis_codes(text: str, official: Official | None) -> None:
    assert number_of_nis(text) == official


# ---------------------------------------------------------------- numbers of persons


@pytest.mark.parametrize(
    ("text", "national"),
    [
        ("45010100177", True),  # born from 2000 on
        ("45010100148", True),  # the same digits, born before
        ("45010100178", False),
        ("00323100169", True),  # not in the register, so that the month is 20 higher
        ("00.32.31-001.69", True),
        ("00 32 31 001 69", True),
        ("00330000169", False),  # no month
        ("00323200169", False),  # no day
        ("4501010017", False),
        ("450101001770", False),
    ],
)
def test_national_numbers_by_date_and_check_digits(text: str, *, national: bool) -> None:
    assert is_national(text) is national


def test_only_persons_numbers_are_written_with_those_marks() -> None:
    assert is_national_as_people_write_it("00.32.31-001.69")
    assert not is_national_as_people_write_it("00323100169")
    assert not is_national_as_people_write_it("00.32.31-001.70")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<https://data.stad.be/id/persoon/45010100177>", "<https://data.stad.be/id/persoon/[…]>"),
        ("rrn 00.32.31-001.69, en 00323100169", "rrn […], en […]"),
        ("https://data.stad.be/id/zaal/45010100178", "https://data.stad.be/id/zaal/45010100178"),
        ("", ""),
    ],
)
def test_a_text_is_shown_without_the_national_numbers_in_it(text: str, shown: str) -> None:
    assert masked(text) == shown


@given(st.integers(0, 999_999_999), st.text(max_size=5), st.text(max_size=5))
def test_no_national_number_gets_through(first: int, before: str, after: str) -> None:
    number = f"{first:09}{97 - first % 97:02}"
    if is_national(number) and not (before[-1:].isdigit() or before[-1:] == "." or after[:1].isdigit()):
        assert number not in masked(before + number + after)


# ---------------------------------------------------------------- languages


@pytest.mark.parametrize(
    ("tag", "fault", "proper"),
    [
        ("nl", "", "nl"),
        ("nl-BE", "", "nl-BE"),
        ("zh-hant-tw", "", "zh-TW"),
        ("vls", "", ""),
        ("x-dialect", "", ""),
        ("dut", "long", "nl"),
        ("dutch", "long", "nl"),
        ("be", "country", "nl-BE"),
        ("nl-vl", "country", "nl-BE"),
        ("gb", "unknown", "en-GB"),
        ("xx", "unknown", ""),
        ("klingons", "unknown", ""),
    ],
)
def test_a_language_tag_exists_or_the_reason_why_not(tag: str, fault: str, proper: str) -> None:
    assert languages.is_well_formed(tag)
    assert languages.fault(tag) == fault
    assert languages.proper(tag) == proper


@pytest.mark.parametrize(
    ("tag", "proper"), [("nl_BE", "nl-BE"), ("NL_be", "nl-BE"), ("nederlands", "nl"), ("", ""), ("nl BE", "")]
)
def test_a_tag_that_has_not_the_form_of_one(tag: str, proper: str) -> None:
    assert not languages.is_well_formed(tag)
    assert languages.proper(tag) == proper


# ---------------------------------------------------------------- datatypes

XSD = "http://www.w3.org/2001/XMLSchema#"
GEO = "http://www.opengis.net/ont/geosparql#"


@pytest.mark.parametrize(
    ("iri", "right"),
    [
        (f"{XSD}dateTime", ""),
        (f"{GEO}wktLiteral", ""),
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML", ""),
        ("http://www.w3.org/2000/01/rdf-schema#Literal", ""),
        ("https://data.stad.be/ns#Eigen", ""),
        (f"{XSD}datetime", f"{XSD}dateTime"),
        (f"{XSD}DateTime", f"{XSD}dateTime"),
        (f"{XSD}datetme", f"{XSD}dateTime"),
        ("https://www.w3.org/2001/XMLSchema#double", f"{XSD}double"),
        ("http://www.w3.org/2001/XMLSchema/date", f"{XSD}date"),
        ("http://www.w3.org/2001/XMLSchemadate", f"{XSD}date"),
        ("xsd:date", f"{XSD}date"),
        ("xml-schema:dateTime", f"{XSD}dateTime"),
        ("http://www.w3.org/2000/01/rdf-schema#string", f"{XSD}string"),
        (f"{GEO}gmlliteral", f"{GEO}gmlLiteral"),
        ("http://www.opengis.net/ont/sf#wktLiteral", f"{GEO}wktLiteral"),
        (f"{XSD}tekst", ""),
    ],
)
def test_which_datatype_is_meant(iri: str, right: str) -> None:
    assert datatypes.meant(iri) == right


@pytest.mark.parametrize(
    ("datatype", "text", "mended"),
    [
        ("dateTime", "2026-10-19 20:00:00", "2026-10-19T20:00:00"),
        ("dateTime", "2026-10-19T20:00Z", "2026-10-19T20:00:00Z"),
        ("dateTime", "2026-10-19T20:00", "2026-10-19T20:00:00"),
        ("dateTime", "2026-10-19T20:00:00+0200", "2026-10-19T20:00:00+02:00"),
        ("dateTime", "20261019T20:00:00Z", "2026-10-19T20:00:00Z"),
        ("dateTime", "2026-10-19", "2026-10-19 (xsd:date)"),
        ("dateTime", "19 oktober 2026, 21u40", ""),
        ("date", "2026-10-19T20:00:00Z", "2026-10-19"),
        ("date", "19/10/2026", "2026-10-19"),
        ("gYear", "2026-10", "2026"),
        ("decimal", "1,5", "1.5"),
        ("integer", "3.0", "3"),
        ("integer", "3.5", ""),
        ("boolean", "Ja", "true"),
        ("boolean", "neen", ""),
    ],
)
def test_how_a_value_would_be_well_written(datatype: str, text: str, mended: str) -> None:
    assert datatypes.mended(XSD + datatype, text) == mended


# ---------------------------------------------------------------- units


@pytest.mark.parametrize(
    ("text", "code", "proper"),
    [
        ("Cel", True, "Cel"),
        ("ug/m3", True, "ug/m3"),
        ("%", True, "%"),
        ("m2", True, "m2"),
        ("°C", False, "Cel"),
        ("m²", False, "m2"),
        ("graden Celsius", False, "Cel"),
        ("meter", True, "m"),
        ("12", False, ""),
        ("twee woorden", False, ""),
    ],
)
def test_codes_of_ucum_and_what_people_write(text: str, *, code: bool, proper: str) -> None:
    assert units.is_code(text) is code
    assert units.proper_code(text) == proper


@pytest.mark.parametrize(
    ("quantity", "unit"),
    [
        ("20.5 Cel", "Cel"),
        ("-3e2 m/s", "m/s"),
        ("20Cel", ""),
        ("20 °C", ""),
        ("Cel", ""),
        ("20 ", ""),
        ("20 20", ""),
    ],
)
def test_a_quantity_is_a_number_and_a_unit(quantity: str, unit: str) -> None:
    assert units.unit_of(quantity) == unit


def test_units_of_qudt_have_one_address() -> None:
    right = "http://qudt.org/vocab/unit/CM"
    assert units.proper_iri("https://qudt.org/vocab/unit/CM") == right
    assert units.proper_iri("http://qudt.org/unit/CM") == right
    assert units.proper_iri(right) == ""
    assert units.is_common_code("CEL")
    assert not units.is_common_code("Celsius")


# ---------------------------------------------------------------- geometries

LAMBERT = "http://www.opengis.net/def/crs/EPSG/0/31370"
PAIR = (104600.0, 193700.0)


@pytest.mark.parametrize(
    ("text", "geometry"),
    [
        ("POINT (3.7 51)", Geometry("", (3.7, 51.0))),
        ("point(3.7 51)", Geometry("", (3.7, 51.0))),
        ("POINT Z (3.7 51 8)", Geometry("", (3.7, 51.0))),
        ("POINTZM(3.7 51 8 1)", Geometry("", (3.7, 51.0))),
        (" POINT EMPTY ", Geometry()),
        ("LINESTRING (1 2, 3 4)", Geometry("", (1.0, 2.0))),
        ("POLYGON ((1 2, 3 4, 5 6, 1 2), (1 2, 3 4, 5 6, 1 2))", Geometry("", (1.0, 2.0))),
        ("MULTIPOINT ((1 2), (3 4))", Geometry("", (1.0, 2.0))),
        ("MULTIPOINT (1 2, 3 4)", Geometry("", (1.0, 2.0))),
        ("MULTIPOLYGON (((1 2, 3 4, 5 6, 1 2)))", Geometry("", (1.0, 2.0))),
        ("GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (1 2, 3 4))", Geometry("", (1.0, 2.0))),
        ("POINT (1e2 -.5)", Geometry("", (100.0, -0.5))),
        (f"<{LAMBERT}> POINT (104600 193700)", Geometry(LAMBERT, PAIR)),
        (f"<{LAMBERT}>POINT (104600 193700)", Geometry(LAMBERT, PAIR)),
        (f"{LAMBERT} POINT (104600 193700)", Geometry(LAMBERT, PAIR, "loose")),
        ("SRID=31370;POINT (104600 193700)", Geometry("EPSG:31370", PAIR, "loose")),
        ("EPSG:31370 POINT (104600 193700)", Geometry("EPSG:31370", PAIR, "loose")),
        ("SRID=1;SRID=1;POINT (1 2)", Geometry(fault="form")),
        ("POINT (3.7, 51)", Geometry(fault="form")),
        ("POINT (3.7)", Geometry(fault="form")),
        ("POINT (3,7 51,0)", Geometry(fault="form")),
        ("POLYGON (1 2, 3 4, 5 6, 1 2)", Geometry(fault="form")),
        ("POLYGON ((1 2, 3 4, 5 6, 1 2)", Geometry(fault="form")),
        ("GEOMETRYCOLLECTION (POINT (1 2)", Geometry(fault="form")),
        ("PUNT (1 2)", Geometry(fault="form")),
        ("", Geometry(fault="form")),
    ],
)
def test_wkt_is_read_or_refused(text: str, geometry: Geometry) -> None:
    assert geometries.wkt(text) == geometry


@pytest.mark.parametrize(
    "text",
    [
        "POLYGON((" + "1 2," * 50_000 + "x))",
        "POLYGON((" + "1" * 200_000 + "))",
        "MULTIPOLYGON(" + "((1 2,1 2))" * 20_000,
        "GEOMETRYCOLLECTION(" + "(" * 200_000,
        "SRID=1;" * 20_000 + "POINT(1 2)",
        "POINT" * 50_000,
    ],
)
def test_wkt_that_is_made_to_be_slow_is_refused_at_once(text: str) -> None:
    assert geometries.wkt(text).fault == "form"
    assert geometries.gml("<gml:pos " * 20_000 + text + ">").first is None


def test_gml_and_geojson_are_read_as_far_as_needed() -> None:
    gml = f'<gml:Point srsName="{LAMBERT}"><gml:pos srsDimension="2">104600 193700</gml:pos></gml:Point>'
    assert geometries.gml(gml) == Geometry(LAMBERT, PAIR)
    assert geometries.gml("<gml:Point><gml:coordinates>3.7,51</gml:coordinates></gml:Point>") == Geometry(
        "", (3.7, 51.0)
    )
    assert geometries.gml("POINT (1 2)") == Geometry(fault="form")
    assert geometries.geojson('{"type": "Polygon", "coordinates": [[[3, 51], [4, 51]]]}') == Geometry(
        "", (3.0, 51.0)
    )
    assert geometries.geojson('{"type": "Point", "coordinates": []}') == Geometry()
    assert geometries.geojson('{"type": "Point", "crs": {}}') == Geometry("{}")
    for broken in ("", "[]", '{"type": "Punt"}', '{"type": []}', "[" * 100_000):
        assert geometries.geojson(broken) == Geometry(fault="form")


@given(
    st.floats(-10, 400_000), st.floats(-10, 400_000), st.sampled_from(["", LAMBERT, "http://e.example/crs"])
)
def test_a_point_that_a_short_look_passes_has_no_fault_in_full(x: float, y: float, system: str) -> None:
    text = f"<{system}> POINT ({x:f} {y:f})" if system else f"POINT ({x:f} {y:f})"
    if geometries.is_plain_point(f'"{text}"'.encode()):
        geometry = geometries.wkt(text)
        assert geometry.fault == ""
        assert geometry.first is not None
        assert crs.fault(crs.read(geometry.crs) or crs.CRS84.code, geometry.first)[0] == ""


@pytest.mark.parametrize(
    ("text", "code", "meant"),
    [
        (LAMBERT, "EPSG:31370", LAMBERT),
        ("http://www.opengis.net/def/crs/EPSG/9.9.1/31370", "EPSG:31370", LAMBERT),
        ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", "OGC:CRS84", crs.CRS84.iri),
        ("https://www.opengis.net/def/crs/EPSG/0/31370", None, LAMBERT),
        ("http:\\//www.opengis.net/def/crs/EPSG/0/31370", None, LAMBERT),
        ("EPSG:31370", None, LAMBERT),
        ("urn:ogc:def:crs:EPSG::31370", None, LAMBERT),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", None, crs.CRS84.iri),
        ("http://www.opengis.net/gml/srs/epsg.xml#31370", None, LAMBERT),
        ("http://e.example/crs", None, ""),
    ],
)
def test_reference_systems_by_their_address(text: str, code: str | None, meant: str) -> None:
    assert crs.read(text) == code
    assert crs.meant(text) == meant


@pytest.mark.parametrize(
    ("code", "position", "fault", "fits"),
    [
        ("OGC:CRS84", (3.7, 51.0), "", "OGC:CRS84"),
        ("OGC:CRS84", (51.0, 3.7), "axes", "OGC:CRS84"),
        ("EPSG:4326", (51.0, 3.7), "", "EPSG:4326"),
        ("EPSG:4326", (3.7, 51.0), "axes", "EPSG:4326"),
        ("EPSG:31370", PAIR, "", "EPSG:31370"),
        ("EPSG:31370", (3.7, 51.0), "other", "OGC:CRS84"),
        ("OGC:CRS84", PAIR, "other", "EPSG:31370"),
        ("OGC:CRS84", (604_500.0, 693_700.0), "other", "EPSG:3812"),
        ("EPSG:4326", (0.0, 0.0), "outside", None),
        ("EPSG:31370", (30.0, 10.0), "outside", None),
        ("EPSG:27700", (0.0, 0.0), "", None),
    ],
)
def test_a_position_fits_its_reference_system(
    code: str, position: crs.Position, fault: str, fits: str | None
) -> None:
    found, system = crs.fault(code, position)
    assert found == fault
    assert (system.code if system else None) == fits

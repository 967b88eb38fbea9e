import pytest

from interop_check.suggest import near


@pytest.mark.parametrize(
    ("written", "known", "meant"),
    [
        ("discription", ["description", "version"], "description"),
        ("locatie", ["id", "location", "title"], "location"),
        ("contcat", ["contact", "context"], "contact"),
        ("agenda", ["Agenda", "Notulen"], "Agenda"),
        ("zzz", ["description", "version"], ""),
        ("", ["a"], ""),
        ("version", [], ""),
        ("version", ["version"], "version"),
    ],
)
def test_the_nearest_known_name_is_meant(written: str, known: list[str], meant: str) -> None:
    assert near(written, known) == meant


def test_names_may_come_from_anything_that_can_be_walked_once() -> None:
    assert near("versie", (name for name in ("id", "version"))) == "version"

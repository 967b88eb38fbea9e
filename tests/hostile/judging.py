"""One file judged through the Python API, and its report in a format."""

from pathlib import Path

import running
from hostile.documents import Data
from interop_check import api
from interop_check.gather.source import Source
from interop_check.locales import Texts
from interop_check.model import Artefact, Place, Report
from interop_check.reports import View, formats
from interop_check.reports.wording import texts_of


def judged(folder: Path, case: Data, section: str = "datasets") -> Report:
    (folder / case.file).write_bytes(case.data())
    (folder / "s.ttl").write_text(case.shapes)
    about = {"standards": (), "shapes": ("s.ttl",) if case.shapes else (), "background": ()}
    place = Place(source=case.file)
    data = Artefact(section=section, id="a", location=case.file, about=about, at=place)
    source = Source(root=folder, limits=case.limits)
    profile = api.load_profile("lblod") if section == "publications" else running.oslo()
    return api.report(None, [data], source, [profile], as_of=running.AS_OF, language="en")


def texts(report: Report, language: str = "en") -> Texts:
    return Texts(language, texts_of(report.profiles))


def rendered(report: Report, name: str, language: str = "en") -> str:
    return formats()[name].render(running.written(report), View(texts=texts(report, language)))

"""Rule cause/script (P1): what only a script puts into the page is not there for machines."""

import re
from collections.abc import Iterator, Sequence

from interop_check.examiners.publication.causes.cause import Cause, Page
from interop_check.examiners.publication.faults import Fault

RULE = "cause/script"

_FETCHING = re.compile(rb"\bfetch\s*\(|XMLHttpRequest|\baxios\b|\$\.(?:get|ajax|getJSON)\b|\.innerHTML\b")
_APPLICATION = re.compile(rb"<[A-Za-z]+\s[^<>]*\bid\s*=\s*[\"']?(?:app|root|__next)\b", re.IGNORECASE)


def find(page: Page, faults: Sequence[Fault]) -> Iterator[Cause]:
    """Look for a script that fetches content, where classes that have to occur do not."""
    missing = [fault for fault in faults if fault.code == "no-instance"]
    if not missing:
        return
    is_application = _APPLICATION.search(page.written.text) is not None
    for offset, text in page.written.scripts():
        if _FETCHING.search(text) or (is_application and b"src" in text[:200]):
            classes = dict.fromkeys(fault.args["class"] for fault in missing)
            yield Cause(
                rule=RULE,
                code="fetched",
                offset=offset,
                count=1,
                spoilt=0,
                args={"classes": ", ".join(classes)},
                explains=lambda fault: fault.code == "no-instance",
            )
            return

"""Documents that back a claim, recognised by their name; licences by their first words."""

import re
from pathlib import PurePosixPath

_SUFFIXES = frozenset(
    {"", ".md", ".markdown", ".txt", ".html", ".htm", ".pdf", ".docx", ".odt", ".rst", ".adoc"}
)
_TYPES = (
    ("licence", r"licen[cs]e|licentie|copying$"),
    ("dpia", r"dpia|gegevensbeschermingseffectbeoordeling|data-protection-impact"),
    ("accessibility-statement", r"toegankelijkheid|accessibility"),
    ("processing-record", r"verwerkingsregister|register-van-(?:de-)?verwerking|processing-record|ropa$"),
    ("change-policy", r"wijzigingsbeleid|versiebeleid|change-policy|deprecation-policy|versioning-policy"),
    ("letter-of-commitment", r"intentieverklaring|engagementsverklaring|letter-of-commitment"),
    ("contract", r"contract|overeenkomst|verwerkersovereenkomst"),
    ("protocol", r"protocol"),
    ("architecture", r"architectu(?:re|ur)"),
    ("continuity-plan", r"continuiteit|continuity|exit-?plan"),
    ("terms", r"gebruiksvoorwaarden|voorwaarden|terms"),
    ("security", r"security|veiligheid|informatieveiligheid"),
    ("participation", r"participatie|participation"),
    ("playbook", r"draaiboek|playbook"),
    ("process", r"procesbeschrijving|process-description"),
)
_PATTERNS = tuple((name, re.compile(rf"(?:^|-)(?:{pattern})")) for name, pattern in _TYPES)
_SPDX = re.compile(r"SPDX-License-Identifier:\s*([A-Za-z0-9.+-]+)\s*$", re.MULTILINE)
# Only licences whose text alone says which one it is; that of the GPL does not say “or later”.
_LICENCES = (
    ("EUPL-1.2", re.compile(r"EUROPEAN UNION PUBLIC LICEN[CS]E\s+v\.\s*1\.2", re.IGNORECASE)),
    ("Apache-2.0", re.compile(r"Apache License\s+Version 2\.0")),
    ("MIT", re.compile(r"^\s*(?:The )?MIT License")),
)


def document_type(path: str) -> str | None:
    """Return what kind of document a file is, by its name."""
    name = PurePosixPath(path)
    if name.suffix.lower() not in _SUFFIXES or name.name.startswith("."):
        return None
    words = "-".join(re.findall(r"[a-z0-9]+", name.stem.lower().replace("ï", "i").replace("ë", "e")))
    return next((kind for kind, pattern in _PATTERNS if pattern.search(words)), None)


def spdx(text: str) -> str:
    """Return the SPDX identifier of a licence text, nothing where the text leaves a doubt."""
    named = set(_SPDX.findall(text))
    if named:
        return named.pop() if len(named) == 1 else ""
    return next((name for name, pattern in _LICENCES if pattern.search(text[:2000])), "")

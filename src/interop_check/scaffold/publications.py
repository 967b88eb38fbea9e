"""Local decisions in HTML: is there RDFa of the besluit vocabulary, and which kind of document is it."""

import re
from html.parser import HTMLParser

VOCABULARY = "data.vlaanderen.be/ns/besluit#"

# Concepts of https://data.vlaanderen.be/id/conceptscheme/BesluitDocumentType.
_CONCEPTS = {
    "13fefad6-a9d6-4025-83b5-e4cbee3a8965": "Agenda",
    "3fa67785-ffdc-4b30-8880-2b99d97b4dee": "Besluitenlijst",
    "8e791b27-7600-4577-b24e-c7c29e0eb773": "Notulen",
}
_PROPERTIES = re.compile(r"(?:^|[\s:#/])heeft(Agenda|Besluitenlijst|Notulen)(?=\s|$)")
_CONCEPT = re.compile(r"(?:BesluitDocumentType[:/])([0-9a-f-]{36})(?=\s|$)", re.IGNORECASE)
_WORD = re.compile(r"\b(Agenda|Besluitenlijst|Notulen)\b", re.IGNORECASE)


class _Page(HTMLParser):
    """Collects what tells the document from the documents that it links to."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.types: set[str] = set()
        self.addresses: list[str] = []
        self.title = ""
        self.base = ""
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._in_title = tag == "title" and not self.title
        if tag == "base" or (tag == "link" and given.get("rel", "").lower() == "canonical"):
            self.base = self.base or given.get("href", "")
        if "href" in given:  # another document
            return
        kinds = {found[1] for found in _PROPERTIES.finditer(given.get("property", ""))}
        concepts = _CONCEPT.findall(given.get("typeof", ""))
        kinds |= {_CONCEPTS[one.lower()] for one in concepts if one.lower() in _CONCEPTS}
        if kinds:
            self.types |= kinds
            self.addresses += [given["resource"]] if given.get("resource") else []

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data


def publication(text: str) -> dict[str, str] | None:
    """Return type, title, base_url and address of a publication as far as seen; None for other HTML."""
    if VOCABULARY not in text or not re.search(r"\b(?:typeof|property)\s*=", text):
        return None
    page = _Page()
    page.feed(text)
    page.close()
    titled = {word.capitalize() for word in _WORD.findall(page.title)}
    kinds = page.types if len(page.types) == 1 else titled
    about = {
        "type": next(iter(kinds)) if len(kinds) == 1 else "",
        "title": page.title,
        "base_url": page.base,
        "address": next(iter(page.addresses), ""),
    }
    return {name: value.strip() for name, value in about.items() if value.strip()}

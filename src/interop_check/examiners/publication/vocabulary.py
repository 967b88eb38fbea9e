"""IRIs of local decisions that the rules name beside those of the blueprint."""

from interop_check.rdf.terms import iri_token
from interop_check.rdf.vocabulary import FOAF, RDF_TYPE

BESLUIT = "http://data.vlaanderen.be/ns/besluit#"
ELI = "http://data.europa.eu/eli/ontology#"
MANDAAT = "http://data.vlaanderen.be/ns/mandaat#"
GENERIEK = "http://data.vlaanderen.be/ns/generiek#"
PROV = "http://www.w3.org/ns/prov#"

TYPE = iri_token(RDF_TYPE)
DOCUMENT = iri_token(FOAF + "Document")
SESSION = iri_token(BESLUIT + "Zitting")
VOTE = iri_token(BESLUIT + "Stemming")
DECISION = iri_token(BESLUIT + "Besluit")
ORGAN = iri_token(BESLUIT + "Bestuursorgaan")

HELD_BY = iri_token(BESLUIT + "isGehoudenDoor")
PLANNED = iri_token(BESLUIT + "geplandeStart")
STARTED, ENDED = iri_token(PROV + "startedAtTime"), iri_token(PROV + "endedAtTime")
PUBLISHED = iri_token(ELI + "date_publication")
IN_TIME = tuple(iri_token(f"{namespace}isTijdspecialisatieVan") for namespace in (MANDAAT, GENERIEK))
"""Two namespaces in use for one property: the documentation has the first, official examples the second."""

DOCUMENT_TYPES = b"BesluitDocumentType/"
DECISION_TYPES = b"BesluitType/"
"""What the addresses of types of documents and of decisions have in them."""

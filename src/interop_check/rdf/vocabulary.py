"""IRIs this package reads and writes, as plain strings."""

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
OWL = "http://www.w3.org/2002/07/owl#"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
TREE = "https://w3id.org/tree#"
DCAT = "http://www.w3.org/ns/dcat#"
DCT = "http://purl.org/dc/terms/"
VCARD = "http://www.w3.org/2006/vcard/ns#"
FOAF = "http://xmlns.com/foaf/0.1/"
MDCAT = "https://data.vlaanderen.be/ns/metadata-dcat#"

RDF_TYPE = RDF + "type"
RDF_FIRST = RDF + "first"
RDF_REST = RDF + "rest"
RDF_NIL = RDF + "nil"
RDF_LANG_STRING = RDF + "langString"
RDF_DIR_LANG_STRING = RDF + "dirLangString"

RDFS_CLASS = RDFS + "Class"
RDFS_LABEL = RDFS + "label"
RDFS_SUB_CLASS_OF = RDFS + "subClassOf"

OWL_CLASS = OWL + "Class"

XSD_STRING = XSD + "string"
XSD_INTEGER = XSD + "integer"
XSD_BOOLEAN = XSD + "boolean"

SKOS_CONCEPT = SKOS + "Concept"
SKOS_IN_SCHEME = SKOS + "inScheme"

SH_VIOLATION = SH + "Violation"
SH_WARNING = SH + "Warning"
SH_INFO = SH + "Info"

TREE_MEMBER = TREE + "member"

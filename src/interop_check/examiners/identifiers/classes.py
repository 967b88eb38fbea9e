"""Classes whose instances are no things as the URI standard means them: addresses, and terms."""

from interop_check.rdf.vocabulary import OWL, OWL_CLASS, RDF, RDFS, RDFS_CLASS, SH

_AS = "https://www.w3.org/ns/activitystreams#"
_DCAT = "http://www.w3.org/ns/dcat#"
_DCT = "http://purl.org/dc/terms/"
_FOAF = "http://xmlns.com/foaf/0.1/"
_HYDRA = "http://www.w3.org/ns/hydra/core#"
_LDES, _TREE = "https://w3id.org/ldes#", "https://w3id.org/tree#"
_SCHEMAS = ("http://schema.org/", "https://schema.org/")

DOCUMENTS = frozenset(
    {_FOAF + "Document", _FOAF + "Image", _FOAF + "PersonalProfileDocument"}
    | {_DCAT + "Distribution", _DCT + "LicenseDocument", _DCT + "MediaType", _DCT + "RightsStatement"}
    | {_DCT + "Standard", _DCT + "Policy", _DCT + "BibliographicResource"}
    | {
        f"{schema}{name}"
        for schema in _SCHEMAS
        for name in ("WebPage", "WebSite", "MediaObject", "ImageObject")
    }
    | {_TREE + "Node", _TREE + "ViewDescription", _TREE + "Collection", _LDES + "EventStream"}
    | {_HYDRA + name for name in ("ApiDocumentation", "Collection", "PartialCollectionView", "View")}
    | {_AS + "OrderedCollectionPage", _AS + "CollectionPage"}
)
TERMS = frozenset(
    {RDFS_CLASS, RDFS + "Datatype", RDF + "Property", OWL_CLASS, OWL + "Ontology"}
    | {OWL + name for name in ("AnnotationProperty", "DatatypeProperty", "ObjectProperty", "Restriction")}
    | {SH + name for name in ("NodeShape", "PropertyShape", "SPARQLConstraint", "PrefixDeclaration")}
)
NO_THINGS = DOCUMENTS | TERMS

TRIVIAL = frozenset({RDFS + "Resource", OWL + "NamedIndividual", OWL + "Thing"})
"""Classes that say nothing of what has them."""

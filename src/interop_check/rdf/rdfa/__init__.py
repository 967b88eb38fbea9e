"""RDFa 1.1 in HTML5: what a machine reads in a page, and where in the page each statement stands."""

from interop_check.rdf.rdfa.extraction import Extraction, extract

__all__ = ["Extraction", "extract"]

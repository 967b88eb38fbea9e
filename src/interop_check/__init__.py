"""interop-check: assess smart-region solutions against OSLO, VSDS, LBLOD and Living-in.EU."""

__version__ = "0.1.0"

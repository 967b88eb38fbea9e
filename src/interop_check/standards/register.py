"""An entry in the Flemish register of standards, whether or not anything of it is pinned."""

from dataclasses import dataclass

from interop_check.standards.standing import Standing, standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the register says of one standard; dates are YYYY-MM-DD, or empty where it gives none.

    `documents` are the addresses of the specification, `profiles` the ids of the application profiles among
    them. The register names no versions: a date of publication is that of the version it speaks of.
    """

    id: str
    title: str
    category: str
    status: str
    usage: str
    published: str = ""
    acknowledged: str = ""
    documents: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()

    @property
    def standing(self) -> Standing:
        """Return the status under its common name."""
        return standing(self.status)

    def is_of(self, version: str) -> bool:
        """Return whether this entry dates, or links, a version of this name."""
        linked = any(f"/{version}/" in f"{document}/" for document in self.documents)
        return bool(version) and (version == self.published or linked)

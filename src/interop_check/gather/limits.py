"""How much of a solution is read: files, folders, contexts and descriptions of APIs."""

from dataclasses import dataclass

from interop_check.openapi.limits import Limits as ApiLimits
from interop_check.rdf.contexts import Limits as ContextLimits


@dataclass(frozen=True, kw_only=True)
class Reading(ApiLimits, ContextLimits):
    """The limits under `reading` of network.yaml, by the names that doctor and reports show.

    Beside those of contexts and descriptions: the bytes of one file and of one context, and the files of one
    folder.
    """

    file_bytes: int = 2_000_000_000
    folder_files: int = 10_000
    context_bytes: int = 8 * 1024 * 1024  # the largest official one has 28 KB, that of schema.org some 200 KB

    @property
    def of_contexts(self) -> ContextLimits:
        """Return those alone that the parser of a document needs."""
        return ContextLimits(contexts=self.contexts, contexts_together_bytes=self.contexts_together_bytes)


DEFAULT_READING = Reading()

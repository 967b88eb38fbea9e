"""How much of a solution is read, and how much is asked of others: servers of data, registers, services."""

from dataclasses import dataclass, fields

from interop_check.live.limits import Limits as ServiceLimits
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


@dataclass(frozen=True, kw_only=True)
class Asking(ServiceLimits):
    """The limits under `asking` of network.yaml, by the names that doctor and reports show.

    Beside those of services: identifiers of the data and references of publications of one run that are
    looked up, and the bytes of one answer of a service.
    """

    identifiers_looked_up: int = 5
    references_followed: int = 250
    service_answer_bytes: int = 2 * 1024 * 1024

    @property
    def of_services(self) -> ServiceLimits:
        """Return those alone that planning the requests to a service needs."""
        names = (one.name for one in fields(ServiceLimits))
        return ServiceLimits(**{name: getattr(self, name) for name in names})


DEFAULT_READING, DEFAULT_ASKING = Reading(), Asking()

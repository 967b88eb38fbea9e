"""Whether what a service answers fits the schemas of its description."""

from collections.abc import Iterator

from interop_check.examiners.service.conformity import declared_for, matches, path_of
from interop_check.examiners.service.verdicts import Verdicts, described
from interop_check.live.probe import Seen, Service
from interop_check.notations.numbers import masked
from interop_check.openapi import views
from interop_check.openapi.node import Node
from interop_check.openapi.values import Role, Validators
from interop_check.openapi.values.samples import RESPONSE, Sample
from interop_check.openapi.values.validators import AS_SENT

BODY = "live/body-valid"
RULES = (BODY,)

_PURPOSES = ("operation", "absent", "without-login")


def examine(service: Service, verdicts: Verdicts) -> None:
    """Hold each JSON answer of an operation against the schema of its status and media type."""
    held = [(seen, schema) for seen in _answers(service) for schema in _schemas(service, seen)]
    samples = [
        Sample(role=Role.EXAMPLE, node=schema, at=(), value=seen.document, schema=schema, direction=RESPONSE)
        for seen, schema in held
    ]
    validators = Validators(service.api, samples, verdicts.value_limits)
    for (seen, _), sample in zip(held, samples, strict=True):
        verdict = validators.verdict(sample)
        operation = seen.probe.operation
        if operation is None or verdict.open == AS_SENT:
            continue
        place = described(operation)
        args = {"path": path_of(seen, operation), "status": str(seen.status)}
        if verdict.open:
            verdicts.open(BODY, verdict.open, place, **verdict.limit, **args)
        elif verdict.mismatch is None:
            verdicts.good(BODY)
        else:
            told = {name: masked(text) for name, text in verdict.mismatch.args.items()}
            verdicts.bad(BODY, verdict.mismatch.code, place, **told, **args)


def has_bodies(service: Service) -> bool:
    """Whether an answer has a schema that it can be held against."""
    return any(True for seen in _answers(service) for _ in _schemas(service, seen))


def _answers(service: Service) -> Iterator[Seen]:
    """Yield the answers of operations that are JSON."""
    for purpose in _PURPOSES:
        yield from (one for one in service.of(purpose) if one.probe.operation and one.document is not None)


def _schemas(service: Service, seen: Seen) -> Iterator[Node]:
    """Yield the schema of an answer, at most one: sooner that of its media type than that of a range."""
    operation = seen.probe.operation
    response = declared_for(views.responses(service.api, operation), seen.status) if operation else None
    if operation is None or response is None:
        return
    fitting = [
        one
        for one in views.contents(service.api, response, operation)
        if matches(seen.media_type, one.media_type)
    ]
    fitting.sort(key=lambda one: "*" in one.media_type)
    yield from [one.schema for one in fitting[:1] if one.schema is not None]

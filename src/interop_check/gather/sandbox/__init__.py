"""Untrusted documents are parsed here: in a child process that can open nothing and has limits.

A child that is killed or crashes is a Problem named after the limit (`limit-time`, `limit-cpu`,
`limit-memory`, `limit-depth`) or `parser-died`; the run goes on and the next document gets a new child.
Nothing is started before the first document.
"""

import os
import threading

from interop_check.gather.sandbox.limits import DEFAULT_LIMITS, Limits
from interop_check.gather.sandbox.work import JSON_LD, NOTHING, Beside, Parsed, context_problem
from interop_check.gather.sandbox.worker import Worker
from interop_check.model import Problem
from interop_check.rdf.contexts import ContextError, Resolve

__all__ = ["DEFAULT_LIMITS", "JSON_LD", "Beside", "Limits", "Parsed", "close", "nothing", "parse"]


class _Warm(threading.local):
    """Each thread's idle worker: a child lives no longer than the thread that started it."""

    worker: Worker | None = None


_warm = _Warm()


def nothing(url: str) -> None:  # noqa: ARG001 - the shape of a resolver
    """Know no remote context."""
    return


def parse(
    data: bytes,
    media: str,
    resolve: Resolve = nothing,
    limits: Limits = DEFAULT_LIMITS,
    beside: Beside = NOTHING,
) -> Parsed | Problem:
    """Parse a document in a child. `resolve` is asked here, in the parent: the child reaches nothing."""
    worker = _ready()
    try:
        return worker.parse(data, media, resolve, limits, beside)
    except ContextError as error:  # what `resolve` says of a context that is no good
        return context_problem(error)
    finally:
        _keep(worker)


def close() -> None:
    """End this thread's idle worker; the next document starts another."""
    if _warm.worker is not None:
        _warm.worker.end()
        _warm.worker = None


def _ready() -> Worker:
    """Take the idle worker, unless it has died or belongs to the process that this one was forked from."""
    worker, _warm.worker = _warm.worker, None
    if worker is not None:
        if worker.is_ready and worker.child.owner == os.getpid():
            return worker
        worker.end()
    return Worker()


def _keep(worker: Worker) -> None:
    if worker.is_ready and _warm.worker is None:
        _warm.worker = worker
    else:
        worker.end()

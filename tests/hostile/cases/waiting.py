"""Rows of features that are not there yet, with what they wait for, and rows held elsewhere."""

from hostile.documents import Waiting

WAITING = (
    Waiting(rows=(*range(11, 28),), why="network: tests/hostile/test_network.py"),
    Waiting(rows=(42, 43, 44, 45, 46), why="APIs: nothing reads OpenAPI or JSON Schema of a solution yet"),
    Waiting(rows=(47,), why="archives: nothing reads ZIP yet"),
    Waiting(rows=(48,), why="streams: nothing walks an LDES yet"),
    Waiting(rows=(49,), why="publications: HTML is kept as bytes and not parsed yet"),
    Waiting(rows=(51,), why="formats: there is no CSV or spreadsheet; fails below once there is"),
    Waiting(rows=(53,), why="formats: there is no Markdown; fails below once there is"),
    Waiting(rows=(54,), why="formats: there is no SARIF; fails below once there is"),
)

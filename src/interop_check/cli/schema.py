"""`interop-check schema NAME`: the published JSON Schemas."""

import json

import click

from interop_check import schemas
from interop_check.cli._language import texts
from interop_check.cli._options import speaks
from interop_check.cli._refusal import refuse
from interop_check.suggest import near


@click.command(name="schema", help=texts()("cmd-schema"))
@click.argument("name", required=False)
@speaks
def command(name: str | None) -> None:
    known = schemas.names()
    if name is None:
        click.echo("\n".join(known))
    elif name not in known:
        refuse("unknown-schema", value=name, suggestion=near(name, known), known=", ".join(known))
    else:
        click.echo(json.dumps(schemas.schema(name), ensure_ascii=False, indent=2))

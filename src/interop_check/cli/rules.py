"""`interop-check rules [list | show ID]`: everything an examiner can find."""

import click

from interop_check.cli._explaining import explain_rule, known_rules
from interop_check.cli._language import texts
from interop_check.cli._options import speaks
from interop_check.cli._refusal import refuse
from interop_check.cli._table import table
from interop_check.suggest import near


@click.group(name="rules", invoke_without_command=True, help=texts()("cmd-rules"))
@speaks
@click.pass_context
def command(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        ctx.invoke(show_all)


@command.command(name="list", help=texts()("cmd-rules-list"))
@speaks
def show_all() -> None:
    say = texts()
    rows = [(r.id, say(f"level-{r.level}"), say.pick(r.title)) for r in known_rules().values()]
    click.echo(table([say("col-rule"), say("col-level"), say("col-title")], rows))


@command.command(name="show", help=texts()("cmd-rules-show"))
@click.argument("name", metavar="ID")
@speaks
def show(name: str) -> None:
    known = known_rules()
    if name not in known:
        refuse("unknown-rule", value=name, suggestion=near(name, list(known)))
    click.echo(explain_rule(known[name]))

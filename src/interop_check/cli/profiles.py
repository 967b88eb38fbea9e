"""`interop-check profiles [list | show ID]`: what can be asked of a solution."""

import click

from interop_check.cli import _session
from interop_check.cli._language import texts
from interop_check.cli._options import speaks
from interop_check.cli._table import table, wrapped
from interop_check.profiles import folders


@click.group(name="profiles", invoke_without_command=True, help=texts()("cmd-profiles"))
@speaks
@click.pass_context
def command(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        ctx.invoke(show_all)


@command.command(name="list", help=texts()("cmd-profiles-list"))
@speaks
def show_all() -> None:
    say = texts()
    rows = [
        (f"{one.id}@{one.version}", str(len(one.criteria)), say.pick(one.title))
        for one in map(_session.profile, folders())
    ]
    click.echo(table([say("col-profile"), say("col-criteria"), say("col-title")], rows))


@command.command(name="show", help=texts()("cmd-profiles-show"))
@click.argument("name", metavar="ID")
@speaks
def show(name: str) -> None:
    say = texts()
    one = _session.profile(name)
    click.echo(wrapped(f"{one.id}@{one.version} — {say.pick(one.title)}"))
    click.echo(wrapped(say.pick(one.description)))
    click.echo(wrapped(one.digest) + "\n")
    rows = [(c.id, say(f"level-{c.level}"), say(f"layer-{c.layer}"), say.pick(c.title)) for c in one.criteria]
    click.echo(table([say("col-criterion"), say("col-level"), say("col-layer"), say("col-title")], rows))

"""`interop-check explain ID`: one criterion or rule: what, why, how it is judged, how to mend it."""

import click

from interop_check.cli._explaining import explain_criterion, explain_rule, known_criteria, known_rules
from interop_check.cli._language import texts
from interop_check.cli._options import speaks
from interop_check.cli._refusal import refuse
from interop_check.suggest import near


@click.command(name="explain", help=texts()("cmd-explain"))
@click.argument("name", metavar="ID")
@speaks
def command(name: str) -> None:
    criteria, rules = known_criteria(), known_rules()
    wanted = name.upper()
    if wanted in criteria:
        click.echo(explain_criterion(*criteria[wanted]), nl=False)
    elif name in rules:
        click.echo(explain_rule(rules[name]))
    else:
        suggestion = near(wanted, list(criteria)) or near(name, list(rules))
        refuse("unknown-id", value=name, suggestion=suggestion)

"""The ``truetonne`` command. Each subcommand's module is imported only when it is called."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec

import click

from truetonne import __version__
from truetonne.cli.console import EXIT_INTERRUPTED, EXIT_UNUSABLE_INPUT, errors, fail, installation_fault

COMMANDS: dict[str, tuple[str, str]] = {
    "up": ("truetonne.cli.up:command", "Run the whole exchange."),
    "import": ("truetonne.cli.imports:command", "Import registry records and holdings."),
    "reconcile": ("truetonne.cli.reconcile:command", "Compare records, totals, editions and our retirements."),
    "records": ("truetonne.cli.records:command", "Search the registries' public records."),
    "statement": ("truetonne.cli.records:statement", "Make a retirement statement for a beneficiary."),
    "ledger": ("truetonne.cli.ledger:command", "Audit the ledger, or export it."),
    "verify": ("truetonne.cli.verify:command", "Check a certificate offline."),
    "compute": ("truetonne.cli.compute:command", "Run one method or rule on JSON input."),
    "footprint": ("truetonne.cli.footprint:command", "Turn activity data into emissions."),
    "inventory": ("truetonne.cli.inventory:command", "Load activity, compute and publish inventories."),
    "target": ("truetonne.cli.target:command", "Set targets and follow their paths."),
    "residual": ("truetonne.cli.residual:command", "Show what is left of a year to cover."),
    "order": ("truetonne.cli.order:command", "Order at cost, pay, retire."),
    "claim": ("truetonne.cli.claim:command", "Draft, publish and withdraw claims."),
    "vectors": ("truetonne.cli.vectors:command", "Run worked examples and compare."),
    "judge": ("truetonne.cli.judge:command", "Judge fact records by a rule set."),
    "trust": ("truetonne.cli.trust:command", "Pin a key for verification."),
    "match": ("truetonne.cli.match:command", "Match treated units with the donors most like them."),
    "synth": ("truetonne.cli.synth:command", "Compare a unit with a weighted mixture of others."),
    "review": ("truetonne.cli.review:command", "Recompute a published rating."),
    "people": ("truetonne.cli.people:command", "Give people access, and see who has it."),
    "demo": ("truetonne.cli.demo:command", "Load the demonstration exchange."),
    "log-worker": ("truetonne.cli.log_worker:command", "Number, sign and publish log entries."),
    "clock": ("truetonne.cli.clock:command", "Do what is due: expiries and review dates."),
    "worker": ("truetonne.cli.worker:command", "Run jobs and clocks: webhooks, mails, expiries."),
    "serve": ("truetonne.cli.serve:command", "Serve the pages (started by up)."),
}
HIDDEN = frozenset({"log-worker", "clock", "worker", "serve"})


class LazyGroup(click.Group):
    """A group that knows its commands' names and summaries, and imports a module when its command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in COMMANDS if name not in HIDDEN and _is_present(name)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        if not _is_present(cmd_name):
            fail(f"{cmd_name}: this build of truetonne {__version__} does not contain it", fix="Run: truetonne --help")
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{COMMANDS[cmd_name][0]} is not a command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="truetonne")
def group() -> None:
    """A sustainability exchange that anyone can check.

    State lives in TRUETONNE_HOME (default: your data folder) or in DATABASE_URL. A command that needs the
    database starts it.

    Exit codes: 0 done, 1 findings, 2 unusable input, 3 key not pinned, 4 unusable installation, 130 interrupted.
    """


def main() -> None:
    """Run one command and end with its exit code."""
    try:
        code = group.main(standalone_mode=False)
    except click.exceptions.Abort:
        errors.print("interrupted")
        sys.exit(EXIT_INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        errors.print("interrupted")
        sys.exit(EXIT_INTERRUPTED)
    except BrokenPipeError:
        sys.exit(EXIT_UNUSABLE_INPUT)
    except Exception as error:
        fault = installation_fault(error)
        if fault is None:
            raise
        fault.show()
        sys.exit(fault.exit_code)
    sys.exit(code if isinstance(code, int) else 0)


def _is_present(name: str) -> bool:
    return find_spec(COMMANDS[name][0].partition(":")[0]) is not None


if __name__ == "__main__":
    main()

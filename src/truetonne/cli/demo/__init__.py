"""The demonstration exchange: invented people, projects, lots, orders and certificates, made by the product's own verbs.

Everything in it is invented and says so. It is loaded once; a second call finds it there and does nothing.
"""

from __future__ import annotations

import os

import click

from truetonne.cli.console import bootstrap_django, report_line
from truetonne.cli.demo.loading import load_demo

__all__ = ["OPERATOR_NAME", "command", "load_demo"]

OPERATOR_NAME = "Northquay"
"""The invented lead company that runs the demonstration, unless TRUETONNE_OPERATOR names another."""


@click.command(name="demo")
def command() -> None:
    """Load the demonstration exchange into an empty exchange.

    Exit codes: 0 loaded or already there, 2 the exchange holds real data.
    """
    os.environ.setdefault("TRUETONNE_OPERATOR", OPERATOR_NAME)
    os.environ["TRUETONNE_DEMO"] = "1"
    bootstrap_django()
    load_demo(report_line)

"""The commands of the trade: price lists and tenders. They belong to :mod:`wizard.cli`, which knows how they end."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

Common = Callable[..., None]


def add(commands: Any, common: Common) -> None:
    """Add the commands to the parser; ``common`` adds what all commands of a sizing have."""
    _add_prices(commands, common)
    _add_tender(commands, common)


def _pair(word: str) -> tuple[str, str]:
    name, sign, value = word.partition("=")
    if not sign or not name or not value:
        raise argparse.ArgumentTypeError(f"{word} is not of the form NAME=VALUE")
    return name, value


def _add_prices(commands: Any, common: Common) -> None:
    from wizard.model.price_list import PriceField

    prices = commands.add_parser(
        "prices",
        help="put a supplier's price list into a catalogue",
        description="Read a price list (CSV or xlsx), check it row by row, and write a catalogue with its prices. "
        "How its columns are read is remembered for the next list with the same headings.",
    )
    fields = ", ".join(get_args(PriceField))
    prices.add_argument("list", type=Path, metavar="LIST", help="the price list")
    prices.add_argument("--out", type=Path, required=True, metavar="CATALOGUE", help="catalogue file to write")
    prices.add_argument(
        "--map", type=_pair, action="append", default=[], metavar="FIELD=HEADING",
        help=f"which column holds what; fields are {fields}",
    )  # fmt: skip
    prices.add_argument(
        "--alias", type=_pair, action="append", default=[], metavar="THEIRS=OURS", help="their number of our part"
    )
    prices.add_argument("--currency", metavar="EUR", help="currency where the list does not say")
    prices.add_argument("--valid-days", type=int, metavar="N", help="days that a price holds where the list is silent")
    prices.add_argument("--markup", metavar="PERCENT", help="makes selling prices of purchase prices")
    prices.add_argument("--use", action="store_true", help="let the window size and price with it from now on")
    common(prices, default_language="en")


def _prices(options: argparse.Namespace) -> int:
    from pydantic import ValidationError

    from wizard.flow.price_lists import report_lines, take_price_list
    from wizard.model.faults import InputFault
    from wizard.model.price_list import PriceMapping
    from wizard.persistence.catalogues import catalogue_of, write_catalogue
    from wizard.persistence.faults import faults_of
    from wizard.persistence.languages import language
    from wizard.persistence.settings import read_settings, write_settings

    try:
        given = PriceMapping(
            columns=dict(options.map), currency=options.currency, valid_days=options.valid_days,
            markup_percent=options.markup, aliases=dict(options.alias),
        )  # fmt: skip
    except ValidationError as error:
        raise InputFault(*faults_of(error, PriceMapping)) from None
    settings = read_settings()
    catalogue = catalogue_of(options.catalogue)
    made, report, mapping = take_price_list(options.list, catalogue, options.on, settings.price_lists, given)
    for line in report_lines(report, language(options.language)):
        print(line)
    if not report.taken:
        print(f"{options.list}: no price was taken", file=sys.stderr)
        return 2
    write_catalogue(made, options.out)
    settings = settings.with_price_list(mapping)
    if options.use:
        settings = settings.model_copy(update={"catalogue": str(options.out.absolute())})
    write_settings(settings)
    return 0


def _add_tender(commands: Any, common: Common) -> None:
    from wizard.model.tender import RequirementField

    tender = commands.add_parser(
        "tender",
        help="write a tender bid with the buyer's requirement list answered",
        description="Size a project, answer a buyer's requirement list from the design, and write the bid: offer, "
        "price sheet, the buyer's own file with its answers, and a checklist. Nothing is written for upload while an "
        "exclusion criterion is open.",
    )
    fields = ", ".join(get_args(RequirementField))
    tender.add_argument("project", type=Path, help="project file")
    tender.add_argument("--requirements", type=Path, required=True, metavar="FILE", help="the buyer's list")
    tender.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the bid")
    tender.add_argument("--draft", action="store_true", help="write the files even where the bid may not go out yet")
    tender.add_argument(
        "--map", type=_pair, action="append", default=[], metavar="FIELD=HEADING",
        help=f"which column of the list holds what; fields are {fields} (default: as last said for these headings)",
    )  # fmt: skip
    common(tender, default_language=None, branded=True)


def _tender(options: argparse.Namespace) -> int:
    from wizard.flow.opening import open_project
    from wizard.flow.ordering import Order
    from wizard.flow.sizing import bundled_sizer
    from wizard.flow.tender_desk import TenderDesk
    from wizard.persistence.languages import language

    project = open_project(options.project)
    chosen = language(options.language or project.customer.language)
    desk = TenderDesk(bundled_sizer(options.catalogue).size)
    opened = desk.open_named(options.requirements, dict(options.map))
    look = Order(brand=options.brand, plain=options.plain)
    bundle = desk.bundle(project, opened, options.on, chosen, look=look)
    for path in desk.write(bundle, options.out, chosen, draft=options.draft):
        print(path)
    for blocker in bundle.blockers:
        print(f"{options.project}: {blocker.render(chosen)}", file=sys.stderr)
    return 0 if bundle.releasable else 2


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {"prices": _prices, "tender": _tender}

"""The command that writes an offer. It belongs to :mod:`wizard.cli`, which knows how it ends."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wizard.flow.ordering import Order
    from wizard.model.offer import Offer
    from wizard.model.project import Project
    from wizard.model.text import Language

Common = Callable[..., None]


def add(commands: Any, common: Common) -> None:
    """Add the command to the parser; ``common`` adds what all commands of a sizing have."""
    quote = commands.add_parser(
        "quote",
        help="write the offer of a project as PDF and workbook",
        description="Size a project and write its offer: a PDF to send and a workbook with live formulas.",
    )
    quote.add_argument("project", type=Path, help="project file")
    quote.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the two files")
    _add_content(quote)
    _add_look(quote)
    quote.add_argument(
        "--send", action="store_true", help="freeze what is written as a sent revision, in the project file"
    )
    common(quote, default_language=None, branded=True)


def _add_content(quote: argparse.ArgumentParser) -> None:
    """Add what says which offer is written, and for whom."""
    from wizard.model.project import Topology

    quote.add_argument(
        "--view", choices=("customer", "internal"), default="customer", help="who will read it (default: customer)"
    )
    quote.add_argument(
        "--topology", type=Topology, choices=list(Topology), metavar="ID",
        help="offer this one instead of the recommended",
    )  # fmt: skip
    quote.add_argument(
        "--explore", action="store_true", help="add variants, relaxed requirements and what moves the price"
    )
    quote.add_argument(
        "--document", choices=("complete", "offer", "annex", "self-assessment"), default="complete",
        help="which PDF: offer with annex, one of both, or a report that binds nobody (default: complete)",
    )  # fmt: skip


def _add_look(quote: argparse.ArgumentParser) -> None:
    """Add what says which files are made of it, and how they look."""
    quote.add_argument(
        "--formats", type=_file_kinds, default=("pdf", "xlsx"), metavar="KIND,…",
        help="which files: pdf, xlsx, csv, json (default: pdf,xlsx)",
    )  # fmt: skip
    quote.add_argument(
        "--tender", action="store_true", help="leave the project file out of the PDF (PDF/A-2a instead of PDF/A-3a)"
    )
    quote.add_argument(
        "--sign", type=Path, metavar="FILE.p12",
        help="sign the PDF; the passphrase is asked for, or RACKWRIGHT_PASSPHRASE",
    )  # fmt: skip
    quote.add_argument(
        "--workbook", type=Path, metavar="TEMPLATE.xlsx", help="fill your own workbook too: named cells, a table Bill"
    )


def _quote(options: argparse.Namespace) -> int:
    from wizard.flow.opening import open_project
    from wizard.flow.preparing import whole_offer
    from wizard.flow.quoting import write_order
    from wizard.flow.sizing import bundled_sizer
    from wizard.persistence.languages import language
    from wizard.persistence.projects import write_project

    project = open_project(options.project)
    sizer = bundled_sizer(options.catalogue)
    assessment = sizer.size(project, options.on)
    if options.explore:
        assessment = sizer.explore(project, assessment)
    offer = whole_offer(project, assessment, sizer.size, on=options.on, view=options.view, topology=options.topology)
    chosen = language(options.language or project.customer.language)
    sent = _sent(project, offer, options, chosen) if options.send else None
    for path in write_order(offer, options.out, chosen, _order(options)):
        print(path)
    if sent is not None:
        write_project(sent, options.project)
    return 0


def _order(options: argparse.Namespace) -> Order:
    from wizard.flow.ordering import Order

    return Order(
        kinds=options.formats, edition=options.document, attach=not options.tender, brand=options.brand,
        plain=options.plain, template=options.workbook, certificate=options.sign,
        passphrase="" if options.sign is None else _passphrase(options.sign),
    )  # fmt: skip


def _passphrase(path: Path) -> str:
    """Return what opens a certificate, from the environment or by asking: it stands in no argument."""
    import os
    from getpass import getpass

    phrase = os.environ.get("RACKWRIGHT_PASSPHRASE")
    if phrase is None:
        phrase = getpass(f"Passphrase of {path.name}: ") if sys.stdin.isatty() else ""
    return phrase


def _sent(project: Project, offer: Offer, options: argparse.Namespace, chosen: Language) -> Project:
    """Return the project with this offer frozen as a revision.

    Raises
    ------
    InputFault
        If it may not be sent, or there is no project file to keep it in.
    """
    from wizard.flow.revisions import send
    from wizard.model.faults import InputFault
    from wizard.model.text import Text

    if options.view != "customer":
        raise InputFault(Text("--send freezes a customer's offer, not the internal view"))
    if options.project.suffix.casefold() == ".pdf":
        raise InputFault(
            Text("--send writes into the project file: open the PDF in the wizard and save its project first")
        )
    return send(project, offer, chosen)


def _file_kinds(words: str) -> tuple[str, ...]:
    from wizard.flow.ordering import FILE_KINDS

    kinds = tuple(dict.fromkeys(word.strip() for word in words.split(",")))
    for kind in kinds:
        if kind not in FILE_KINDS:
            raise argparse.ArgumentTypeError(f"{kind} is none of {', '.join(FILE_KINDS)}")
    return kinds


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {"quote": _quote}

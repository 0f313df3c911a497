"""The command line: what the program does without a window.

Exit status: 0 done; 2 the input cannot be used, with one line per fault on standard error; 1 the program failed.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from wizard import __version__, cli_quote, cli_trade
from wizard.importers.child import main as read_workbook
from wizard.importers.tables import FROZEN_SWITCH
from wizard.model.inventory import AuditEntry, Inventory
from wizard.model.text import Language

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program.

    Parameters
    ----------
    arguments
        Words after the program's name; those of the process if not given.

    Returns
    -------
    int
        Exit status.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == [FROZEN_SWITCH]:
        return read_workbook(words[1:])
    _speak_utf8()
    parser = _parser()
    if not words or (words[0] not in _COMMANDS and not words[0].startswith("-")):
        return _open_window(words)
    options = parser.parse_args(words)
    if options.command is None:
        parser.print_help()
        return 0
    return _run(_COMMANDS[options.command], options)


def _speak_utf8() -> None:
    """Let every letter be printed, whatever the terminal's encoding can show."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")


def _run(command: Command, options: argparse.Namespace) -> int:
    from wizard.importers.problems import ImportProblem
    from wizard.model.faults import InputFault
    from wizard.persistence.faults import FileFault, SaveFault
    from wizard.persistence.languages import language as chosen

    try:
        with rare_collection():
            return command(options)
    except (FileFault, SaveFault) as fault:
        return _refuse(*fault.lines)
    except InputFault as fault:
        source = getattr(options, "project", None) or getattr(options, "layout", "")
        words = chosen(getattr(options, "language", None) or "en")
        return _refuse(*(f"{source}: {line.render(words)}" for line in fault.faults))
    except ImportProblem as problem:
        return _refuse(str(problem))
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as fault:
        return _refuse(f"{fault.filename or options.command}: {fault.strerror or fault}")
    except KeyboardInterrupt:
        return _refuse("stopped")
    except Exception as bug:  # noqa: BLE001 - a bug must not end in a traceback on the user's screen.
        print(f"rackwright failed: {type(bug).__name__}: {bug}", file=sys.stderr)
        return 1


@contextmanager
def rare_collection() -> Iterator[None]:
    """Look for unreachable objects rarely: a command makes many objects, and nearly all of them are in use."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _refuse(*lines: str) -> int:
    for line in lines:
        print(line, file=sys.stderr)
    return 2


def _open_window(words: list[str]) -> int:
    if len(words) > 1:
        return _refuse(f"rackwright opens one project, not {len(words)}; rackwright --help lists the commands")
    if words and not Path(words[0]).exists():
        return _refuse(f"{words[0]}: there is no such project or command; rackwright --help lists the commands")
    from wizard.app import main as open_window

    return open_window(words[0] if words else None)


def _json(value: Any) -> None:
    print(json.dumps(value, indent=2, ensure_ascii=False))


def _size(options: argparse.Namespace) -> int:
    from wizard.flow.exploring import exploration_lines
    from wizard.flow.opening import open_project
    from wizard.flow.report import assessment_lines
    from wizard.flow.sizing import bundled_sizer
    from wizard.model.assessment import ASSESSMENT
    from wizard.persistence.languages import language

    chosen = language(options.language)
    project = open_project(options.project)
    sizer = bundled_sizer(options.catalogue)
    assessment = sizer.size(project, options.on)
    if options.explore:
        assessment = sizer.explore(project, assessment)
    if options.json:
        _json(ASSESSMENT.dump_python(assessment, mode="json", context={"language": chosen}))
    else:
        print("\n".join((*assessment_lines(project, assessment, chosen), *exploration_lines(assessment, chosen))))
    return 0


def _import(options: argparse.Namespace) -> int:
    from wizard.flow.importing import read_inventory
    from wizard.persistence.languages import language

    chosen = language(options.language)
    inventory = read_inventory(options.files, chosen)
    try:
        if options.out is not None:
            audit = _write_import(inventory, options, chosen)
            inventory = inventory.model_copy(update={"audit": (*inventory.audit, *audit)})
    finally:
        # What was read is shown even where it does not suffice for a project.
        _show_inventory(inventory, options, chosen)
    return 0


def _write_import(inventory: Inventory, options: argparse.Namespace, chosen: Language) -> tuple[AuditEntry, ...]:
    from wizard.flow.importing import Assumed, draft
    from wizard.persistence.projects import write_project

    made = draft(
        inventory,
        basis=options.storage,
        include_powered_off=not options.without_powered_off,
        memory_in_gib=options.memory_in_gib,
        assumed=Assumed(options.assume_vcpus, options.assume_memory, options.assume_disk),
        language=chosen,
    )
    write_project(made.project, options.out)
    return made.audit


def _show_inventory(inventory: Inventory, options: argparse.Namespace, chosen: Language) -> None:
    from wizard.flow.report import inventory_lines

    if options.json:
        _json(inventory.model_dump(mode="json"))
    else:
        print("\n".join(inventory_lines(inventory, chosen)))


def _capacity(options: argparse.Namespace) -> int:
    from wizard.flow.layouts import capacity_of
    from wizard.flow.report import capacity_lines
    from wizard.persistence.languages import language
    from wizard.persistence.projects import read_layout

    chosen = language(options.language)
    held = capacity_of(read_layout(options.layout))
    if options.json:
        _json(held.model_dump(mode="json", context={"language": chosen}))
    else:
        print("\n".join(capacity_lines(held, chosen)))
    return 0


def _schema(options: argparse.Namespace) -> int:
    from wizard.flow.schemas import publish, schema_text

    for name in options.name:
        if options.out is None:
            print(schema_text(name), end="")
        else:
            print(publish(name, options.out))
    return 0


_COMMANDS: dict[str, Command] = {
    "size": _size,
    **cli_quote.COMMANDS,
    "import": _import,
    "capacity": _capacity,
    **cli_trade.COMMANDS,
    "schema": _schema,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="rackwright",
        description="Size, explain and price a Proxmox infrastructure. Without a command it opens the wizard.",
        epilog="Example: rackwright import RVTools.xlsx --out new.json, then rackwright quote new.json --out offer",
    )
    parser.add_argument("--version", action="version", version=f"rackwright {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    _add_size(commands)
    cli_quote.add(commands, _add_common)
    _add_import(commands)
    _add_capacity(commands)
    cli_trade.add(commands, _add_common)
    schema = commands.add_parser("schema", help="print the JSON Schema of a file format")
    formats = ("project", "assessment", "layout", "import", "bill", "bill-csv")
    schema.add_argument(
        "name", nargs="+", choices=formats, metavar="FORMAT", help=f"which format: {', '.join(formats)}"
    )
    schema.add_argument("--out", type=Path, metavar="DIR", help="write it into this folder instead of printing it")
    parser.add_argument_group("window", "rackwright [PROJECT] opens the wizard, with a project file if one is named")
    return parser


def _add_size(commands: Any) -> None:
    size = commands.add_parser(
        "size",
        help="judge every topology for a project and print the assessment",
        description="Judge all twelve topologies: the cheapest complete design of each, or the reasons against it.",
    )
    size.add_argument("project", type=Path, help="project file (rackwright schema project describes it)")
    size.add_argument("--json", action="store_true", help="print everything as JSON, for other programs")
    size.add_argument(
        "--explore", action="store_true", help="add variants, relaxed requirements and what moves the price"
    )
    _add_common(size, default_language="en")


def _add_import(commands: Any) -> None:
    read = commands.add_parser(
        "import",
        help="read inventories such as RVTools exports and make a project of them",
        description="Read one or several inventories (workbooks, CSV files, folders of CSV files) and add them up.",
    )
    read.add_argument("files", nargs="+", type=Path, metavar="FILE", help="inventory file or folder")
    read.add_argument("--out", type=Path, metavar="PROJECT", help="write a project file with these guests")
    read.add_argument(
        "--storage", choices=("disk", "provisioned", "used"), default="disk",
        help="which figure is the size of a guest's storage (default: disk)",
    )  # fmt: skip
    read.add_argument("--without-powered-off", action="store_true", help="do not size guests that are off or suspended")
    for name, what in (("disk", "storage"), ("memory", "memory")):
        read.add_argument(
            f"--assume-{name}", type=_size_word, metavar="SIZE", help=f"{what} of a guest of which none is known"
        )
    read.add_argument("--assume-vcpus", type=int, metavar="N", help="vCPUs of a guest of which none is known")
    read.add_argument("--memory-in-gib", action="store_true", help="the memory column holds GiB, not MiB")
    read.add_argument("--json", action="store_true", help="print totals and audit as JSON")
    read.add_argument("--language", choices=("en", "de"), default="en", help="language of the texts (default: en)")


def _add_capacity(commands: Any) -> None:
    capacity = commands.add_parser(
        "capacity",
        help="say what one concrete Ceph or ZFS layout holds",
        description="Say what one concrete storage layout holds: raw, and what is safe to promise.",
    )
    capacity.add_argument("layout", type=Path, help="layout file (rackwright schema layout describes it)")
    capacity.add_argument("--json", action="store_true", help="print everything as JSON, for other programs")
    capacity.add_argument("--language", choices=("en", "de"), default="en", help="language of the texts (default: en)")


def _size_word(word: str) -> int:
    from wizard.model.units import parse_size

    try:
        return parse_size(word)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(str(fault)) from fault


def _today() -> date:
    return datetime.now().astimezone().date()


def _add_common(command: Any, default_language: str | None, *, branded: bool = False) -> None:
    if branded:
        command.add_argument(
            "--brand", type=Path, metavar="FOLDER", help="your logo, colours, fonts and texts (brand.toml)"
        )
        command.add_argument("--plain", action="store_true", help="without the branding that the window remembers")
    command.add_argument(
        "--language", choices=("en", "de"), default=default_language,
        help="language of the texts (default: " + (default_language or "the customer's") + ")",
    )  # fmt: skip
    command.add_argument(
        "--catalogue", type=Path, metavar="FILE", help="use these parts and prices instead of the bundled"
    )
    command.add_argument(
        "--on", type=date.fromisoformat, default=_today(), metavar="YYYY-MM-DD",
        help="day for which prices are judged (default: today)",
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())

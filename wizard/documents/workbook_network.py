"""The sheets on network and cabling: what each node has, and one row for each cable, to filter and to count."""

from __future__ import annotations

from collections import Counter

from wizard.documents.chapters_cabling import cable_cells, tables
from wizard.documents.source import Source
from wizard.documents.workbook_styles import INPUT, WHOLE, Book, Worksheet, at
from wizard.model.assessment import Network
from wizard.model.names import NETWORKS
from wizard.model.text import Text

_HEAD = 2


def write_network(book: Book) -> None:
    """Write both sheets."""
    _network(book)
    _cabling(book)


def _network(book: Book) -> None:
    source, voice = book.source, book.source.voice
    sheet = book.sheet(Text("Network"), (24, 10, 10, 12, 14, 12, 44, 60, 44))
    titles = (
        Text("Network"), Text("Ports"), Text("Gbit/s"), Text("Gbit/s together"), Text("Connector"), Text("Own ports"),
        Text("Redundancy"), Text("Because"), *((Text("Site"),) if source.offer.design.per_site else ()),
    )  # fmt: skip
    book.heads(sheet, _HEAD, [book.say(title) for title in titles], (1, 2, 3))
    row = _HEAD + 1
    for each, sites in _networks(source):
        book.text(sheet, row, 0, voice.name(NETWORKS, each.name))
        book.figure(sheet, row, 1, each.links, WHOLE, **INPUT)
        book.figure(sheet, row, 2, each.gbps, WHOLE)
        book.formula(sheet, row, 3, f"={at(row, 1)}*{at(row, 2)}", each.links * each.gbps, num_format=WHOLE)
        words = [each.connector, voice.yes(each.dedicated), voice.say(each.redundancy), voice.say(each.because)]
        words += [", ".join(sites)] if source.offer.design.per_site else []
        for column, text in enumerate(words, start=4):
            book.text(sheet, row, column, text)
        row += 1
    if row > _HEAD + 1:
        sheet.autofilter(_HEAD, 0, row - 1, len(titles) - 1)
    book.text(sheet, row + 1, 0, book.say(Text("Ports per node")), book.format(bold=True, indent=1, align="left"))
    ports = source.offer.design.ports_per_node
    book.calculated(sheet, row + 1, 1, source.link("ports_per_node", ports), ports, WHOLE, bold=True)
    _port_inputs(book, sheet)
    book.name(sheet, "Ports_per_node", row + 1, 1)
    sheet.print_area(0, 0, row + 1, len(titles) - 1)
    book.guard(sheet)


def _networks(source: Source) -> list[tuple[Network, list[str]]]:
    """Return the networks; of a fleet those of each site, equal ones once with the sites that have them."""
    design = source.offer.design
    if not design.per_site:
        return [(network, []) for network in design.networks]
    found: dict[tuple[Network, ...], list[str]] = {}
    for site in design.per_site:
        found.setdefault(site.design.networks, []).append(site.site)
    return [(network, sites) for networks, sites in found.items() for network in networks]


def _port_inputs(book: Book, sheet: Worksheet) -> None:
    """Let the ports of a node be counted from this sheet, where every network has ports of its own."""
    design = book.source.offer.design
    found = book.plan.result(book.source.link("ports_per_node", design.ports_per_node))
    links = [each.links for each in design.networks]
    if found is not None and list(found.inputs.get("links", ())) == links:
        cells = (f"{book.quoted(sheet)}!{at(row, 1, True, True)}" for row in range(_HEAD + 1, _HEAD + 1 + len(links)))
        book.inputs[found.key, "links"] = tuple(cells)


def _cabling(book: Book) -> None:
    every = tables(book.source)
    if not every:
        return
    sheet = book.sheet(Text("Cabling"), (8, 24, 10, 24, 40, 40, 30, 4, 30, 12))
    titles = (Text("No."), Text("Network"), Text("Gbit/s"), Text("Site"), Text("From"), Text("To"), Text("Cable"))
    book.heads(sheet, _HEAD, [book.say(title) for title in titles], (0, 2))
    rows = [
        (*cells[:3], site or run.site or "–", *cells[3:])
        for site, runs in every
        for run in runs
        for cells in [cable_cells(run, book.source)]
    ]
    for row, cells in enumerate(rows, start=_HEAD + 1):
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                book.figure(sheet, row, column, cell, WHOLE)
            else:
                book.text(sheet, row, column, str(cell))
    last = _HEAD + len(rows)
    sheet.autofilter(_HEAD, 0, last, len(titles) - 1)
    for column, title in ((8, Text("Cable")), (9, Text("Count"))):
        book.text(sheet, _HEAD, column, book.say(title), book.head(right=column == 9))
    kinds = Counter(str(cells[6]) for cells in rows)
    place = f"{at(_HEAD + 1, 6, True, True)}:{at(last, 6, True, True)}"
    for row, (kind, number) in enumerate(kinds.items(), start=_HEAD + 1):
        book.text(sheet, row, 8, kind)
        # SUMPRODUCT compares the words themselves: COUNTIF would read signs in them as a pattern.
        formula = f"=SUMPRODUCT(--({place}={at(row, 8)}))"
        book.formula(sheet, row, 9, formula, number, num_format=WHOLE)
    total = _HEAD + 1 + len(kinds)
    book.text(sheet, total, 8, book.say(Text("Sum")), book.format(bold=True, top=1, indent=1, align="left"))
    cells_ = f"{at(_HEAD + 1, 9)}:{at(total - 1, 9)}"
    book.formula(sheet, total, 9, f"=SUM({cells_})", len(rows), num_format=WHOLE, bold=True, top=1)
    book.name(sheet, "Cables", total, 9)
    sheet.print_area(0, 0, max(last, total), 9)
    book.guard(sheet)

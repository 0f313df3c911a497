"""What a buyer's workbook says of itself: its sheets and names, and when it wants to be computed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from xml.parsers import expat

from wizard.documents.buyer_sheet import BuyerFileError

WORKBOOK = "xl/workbook.xml"
_CALCULATION = re.compile(rb"<((?:\w+:)?)calcPr\b([^>]*?)(/?)>")
_FULL = re.compile(rb'\s+fullCalcOnLoad="[^"]*"')
_BEFORE = re.compile(
    rb"<(?:\w+:)?(?:oleSize|customWorkbookViews|pivotCaches|smartTagPr|smartTagTypes|webPublishing|fileRecoveryPr"
    rb"|webPublishObjects|extLst)\b|</(?:\w+:)?workbook>"
)
"""What follows the rules of computing in a workbook."""
Tag = Callable[[str, dict[str, str]], None]


def each_tag(content: bytes, handler: Tag) -> None:
    """Call a handler with name and attributes of each element.

    Raises
    ------
    BuyerFileError
        If the part is damaged.
    """
    parser = expat.ParserCreate()
    parser.StartElementHandler = handler
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise BuyerFileError(str(error)) from error


def sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Return the part of the package that holds each sheet, by its name."""
    ids: dict[str, str] = {}
    targets: dict[str, str] = {}

    def workbook_tag(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "sheet":
            key = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            ids[attributes.get("name", "")] = key

    def relation_tag(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    each_tag(package.read(WORKBOOK), workbook_tag)
    each_tag(package.read("xl/_rels/workbook.xml.rels"), relation_tag)
    found = {name: targets[key] for name, key in ids.items() if key in targets}
    return {name: part.removeprefix("/") if part.startswith("/") else f"xl/{part}" for name, part in found.items()}


def defined_names(package: zipfile.ZipFile) -> dict[str, str]:
    """Return what each name stands for, by the name in small letters; one name of several sheets has all of it."""
    found: dict[str, str] = {}
    words: list[str] = []
    inside = ""

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        inside = attributes.get("name", "").casefold() if name.rpartition(":")[2] == "definedName" else ""
        words.clear()

    def end(name: str) -> None:
        nonlocal inside
        if inside:
            found[inside] = ",".join(part for part in (found.get(inside, ""), "".join(words)) if part)
        inside = ""

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler = words.append
    try:
        parser.Parse(package.read(WORKBOOK), True)
    except expat.ExpatError as error:
        raise BuyerFileError(str(error)) from error
    return found


def recalculating(workbook: bytes) -> bytes:
    """Return the workbook's own part, asking to be computed in full when it is opened.

    Examples
    --------
    >>> recalculating(b'<workbook><sheets/><calcPr calcId="1"/></workbook>')
    b'<workbook><sheets/><calcPr calcId="1" fullCalcOnLoad="1"/></workbook>'
    """
    match = _CALCULATION.search(workbook)
    if match is not None:
        if b'fullCalcOnLoad="1"' in match[2]:
            return workbook
        said = _FULL.sub(b"", match[2])
        made = b'<%scalcPr%s fullCalcOnLoad="1"%s>' % (match[1], said.rstrip(), match[3])
        return workbook[: match.start()] + made + workbook[match.end() :]
    place = _BEFORE.search(workbook)
    if place is None:
        raise BuyerFileError(WORKBOOK)
    prefix = re.match(rb"[^<]*(?:<\?[^>]*>\s*)?<((?:\w+:)?)workbook\b", workbook)
    made = b'<%scalcPr fullCalcOnLoad="1"/>' % (prefix[1] if prefix else b"")
    return workbook[: place.start()] + made + workbook[place.start() :]

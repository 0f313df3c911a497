"""A file that travels inside a PDF, such as the project that an offer was made of."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from datetime import date

import pikepdf

PROJECT = "project.rackwright.json"
"""Name of the project in the PDF."""
_LARGEST = 50_000_000
_ROWS = 50


class NoProjectError(ValueError):
    """A PDF holds no project, or cannot be read."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to embed: its name, what it is, what it says."""

    name: str
    description: str
    content: bytes
    mime: str = "application/json"


def attach(file: pikepdf.Pdf, attachment: Attachment, day: date) -> None:
    """Embed a file as PDF/A-3 asks: named, dated, with its relationship to the document."""
    stamp = day.strftime("D:%Y%m%d000000+00'00'")
    stream = file.make_stream(
        attachment.content,
        Type=pikepdf.Name.EmbeddedFile,
        Subtype=pikepdf.Name(f"/{attachment.mime}"),
        Params=pikepdf.Dictionary(ModDate=stamp, CreationDate=stamp, Size=len(attachment.content)),
    )
    spec = file.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Filespec, F=attachment.name, UF=attachment.name, Desc=attachment.description,
            AFRelationship=pikepdf.Name.Source, EF=pikepdf.Dictionary(F=stream, UF=stream),
        )
    )  # fmt: skip
    file.Root.AF = pikepdf.Array([spec])
    if "/Names" not in file.Root:
        file.Root.Names = pikepdf.Dictionary()
    file.Root.Names.EmbeddedFiles = pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String(attachment.name), spec]))


def embedded_project(content: bytes) -> bytes:
    """Return the project that one of our PDFs holds.

    Raises
    ------
    NoProjectError
        If it is no PDF that can be read, or holds no project.
    """
    try:
        with pikepdf.open(io.BytesIO(content)) as file:
            return _project_of(file)
    except (pikepdf.PdfError, zlib.error, ValueError, RuntimeError) as error:
        if isinstance(error, NoProjectError):
            raise
        raise NoProjectError(str(error)) from error


def _project_of(file: pikepdf.Pdf) -> bytes:
    for spec in list(file.Root.get("/AF", ()))[:_ROWS]:
        if isinstance(spec, pikepdf.Dictionary) and str(spec.get("/UF", "")) == PROJECT:
            return _bytes_of(spec.EF.F)
    raise NoProjectError("no project")


def _bytes_of(stream: pikepdf.Object) -> bytes:
    """Return what a stream holds, but no more than a project may: a small stream can pretend to be huge."""
    raw = stream.read_raw_bytes()
    if stream.get("/Filter") is None:
        return raw
    if stream.Filter != pikepdf.Name.FlateDecode or "/DecodeParms" in stream:
        raise NoProjectError("packed in a way that is not ours")
    unpacker = zlib.decompressobj()
    content = unpacker.decompress(raw, _LARGEST)
    if unpacker.unconsumed_tail:
        raise NoProjectError("too large")
    return content

"""Makes a PDF fit for archives (PDF/A-2u) and its text fit for searching."""

from __future__ import annotations

import io
import re
import unicodedata
from datetime import UTC, datetime, time
from functools import cache

import pikepdf
from PIL import ImageCms

from wizard.documents.blocks import Document, cut

_MAPPING = re.compile(rb"<([0-9A-Fa-f]{2})> <([0-9A-Fa-f]{4,6})>")
_PRINTED = 4
"""Flag of a link that is neither hidden nor left out on paper."""
_SRGB = "sRGB IEC61966-2.1"


def archive(content: bytes, document: Document) -> bytes:
    """Add the colour profile and metadata that PDF/A asks for, and correct how letters are found again."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as file:
        for each in file.objects:
            if not isinstance(each, pikepdf.Dictionary):
                continue
            if "/ToUnicode" in each:
                each["/ToUnicode"].write(_searchable(each["/ToUnicode"].read_bytes()))
            if each.get("/Subtype") == pikepdf.Name.Link:
                each["/F"] = _PRINTED
        _add_output_intent(file)
        _add_metadata(file, document)
        file.save(target, deterministic_id=True, compress_streams=True, normalize_content=False)
    return target.getvalue()


def _searchable(mapping: bytes) -> bytes:
    """Write characters beyond U+FFFF as UTF-16, and joined Arabic letters as the letters that one types."""

    def correct(match: re.Match[bytes]) -> bytes:
        character = chr(int(match[2], 16))
        if "\ufb1d" <= character <= "\ufdff" or "\ufe70" <= character <= "\ufefc":
            # A ligature is drawn from right to left, and read again in the order of drawing.
            character = unicodedata.normalize("NFKC", character)
        return b"<%s> <%s>" % (match[1], character.encode("utf-16-be").hex().upper().encode())

    return _MAPPING.sub(correct, mapping)


@cache
def _profile() -> bytes:
    return bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())


def _add_output_intent(file: pikepdf.Pdf) -> None:
    """Say what the colours mean."""
    content = bytearray(_profile())
    content[24:36] = (2026).to_bytes(2, "big") + (1).to_bytes(2, "big") + (1).to_bytes(2, "big") + bytes(6)
    profile = file.make_stream(bytes(content), N=3)
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent, S=pikepdf.Name.GTS_PDFA1, OutputConditionIdentifier=_SRGB, Info=_SRGB,
        RegistryName="http://www.color.org", DestOutputProfile=profile,
    )  # fmt: skip
    file.Root.OutputIntents = pikepdf.Array([file.make_indirect(intent)])


def _add_metadata(file: pikepdf.Pdf, document: Document) -> None:
    """Write the properties twice, as PDF/A asks: in the document information and as XMP."""
    made = datetime.combine(document.date, time(), UTC)
    stamp = made.strftime("D:%Y%m%d%H%M%S+00'00'")
    producer = "Rackwright"
    file.docinfo = file.make_indirect(
        pikepdf.Dictionary(
            Title=cut(document.title, 200), Author=cut(document.author, 200), Subject=cut(document.subject, 200),
            Creator=producer, Producer=producer, CreationDate=stamp, ModDate=stamp,
        )
    )  # fmt: skip
    with file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["dc:title"] = cut(document.title, 200)
        xmp["dc:creator"] = [cut(document.author, 200)]
        xmp["dc:description"] = cut(document.subject, 200)
        xmp["dc:language"] = [document.language.code]
        xmp["xmp:CreatorTool"] = producer
        xmp["xmp:CreateDate"] = made.isoformat()
        xmp["xmp:ModifyDate"] = made.isoformat()
        xmp["pdf:Producer"] = producer
        xmp["pdfaid:part"] = "2"
        xmp["pdfaid:conformance"] = "U"
    file.Root.Lang = document.language.code
    file.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)

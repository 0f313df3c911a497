"""Makes a PDF fit for archives (PDF/A), for screen readers (PDF/UA-1), and its text fit for searching."""

from __future__ import annotations

import io
import re
import unicodedata
from datetime import UTC, datetime, time
from functools import cache
from xml.sax.saxutils import escape

import pikepdf
from PIL import ImageCms

from wizard.documents.blocks import Document, cut
from wizard.documents.pdf_attachment import Attachment, attach
from wizard.documents.pdf_structure import write_structure
from wizard.documents.pdf_tags import Element
from wizard.documents.progress import Progress, quiet

_MAPPING = re.compile(rb"<([0-9A-Fa-f]{2})> <([0-9A-Fa-f]{4,6})>")
_ARCHIVING, _PACKING = 0.12, 0.13
"""Shares of the time until the tree stands, and until the file is packed."""
_PRINTED = 4
"""Flag of a link that is neither hidden nor left out on paper."""
_SRGB = "sRGB IEC61966-2.1"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
<xmp:CreateDate>{made}</xmp:CreateDate>
<xmp:ModifyDate>{made}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer>
<pdfaid:part>{part}</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of the standard that the file satisfies</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
"""Metadata as PDF/A asks. The second part says what the identifier of PDF/UA is: PDF/A itself does not know it."""


def archive(
    content: bytes, document: Document, root: Element, attachment: Attachment | None = None,
    progress: Progress | None = None,
) -> bytes:  # fmt: skip
    """Add what PDF/A and PDF/UA ask for: colour profile, metadata, the tree of what the pages mean.

    With an attachment the file is PDF/A-3a, without one PDF/A-2a, which every archive takes. How letters are found
    again is corrected too.
    """
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as file:
        progress = progress or quiet()
        progress.stage(_ARCHIVING, len(file.objects) + root.size())
        for each in file.objects:
            progress.step()
            if not isinstance(each, pikepdf.Dictionary):
                continue
            if "/ToUnicode" in each:
                each["/ToUnicode"].write(_searchable(each["/ToUnicode"].read_bytes()))
            if each.get("/Subtype") == pikepdf.Name.Link:
                each["/F"] = _PRINTED
        _add_output_intent(file)
        _add_metadata(file, document, part="2" if attachment is None else "3")
        write_structure(file, root, progress)
        if attachment is not None:
            attach(file, attachment, document.date)
        packed = pikepdf.ObjectStreamMode.generate
        progress.stage(_PACKING, 100)
        file.save(
            target, min_version="1.7", deterministic_id=True, object_stream_mode=packed, progress=progress.at
        )  # fmt: skip
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


def _printable(text: str) -> str:
    """Leave out what XML cannot hold."""
    return "".join(c for c in text if c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")


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


def _add_metadata(file: pikepdf.Pdf, document: Document, part: str) -> None:
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
    words = {
        "title": cut(document.title, 200), "author": cut(document.author, 200), "subject": cut(document.subject, 200),
        "language": document.language.tag, "made": made.isoformat(), "producer": producer, "part": part,
    }  # fmt: skip
    packet = _XMP.format(**{name: escape(_printable(word)) for name, word in words.items()})
    file.Root.Metadata = file.make_stream(packet.encode("utf-8"), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
    file.Root.Lang = document.language.tag
    file.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)

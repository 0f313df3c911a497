"""What a document is called, and what stands on every page about what it binds to."""

from __future__ import annotations

from wizard.documents.blocks import cut
from wizard.documents.editions import EDITIONS
from wizard.documents.source import Source
from wizard.documents.words import NAME
from wizard.model.names import OFFER_MODES
from wizard.model.text import Text


def number_words(source: Source) -> str:
    """Write the offer's number with its revision."""
    return f"{cut(source.offer.number, 60)} Rev. {source.offer.revision}"


def contact_words(source: Source) -> str:
    """Name whom the customer asks at the vendor's, and how."""
    return " · ".join(cut(part, NAME) for part in source.offer.contact.said)


def document_words(source: Source) -> str:
    """Name the document by what it is: an indication is never called an offer."""
    say, number = source.voice.say, number_words(source)
    if source.edition in ("annex", "self-assessment"):
        return f"{say(EDITIONS[source.edition])} {number}"
    match source.offer.mode:
        case "indication":
            return say(Text("Budget indication {number}", number=number))
        case "tender":
            return say(Text("Bid {number}", number=number))
    return say(Text("Offer {number}", number=number))


def eyebrow(source: Source) -> str:
    """Name the kind of the document above its title."""
    say = source.voice.say
    if source.internal:
        return say(Text("Internal copy: do not hand over"))
    if source.self_assessed:
        return say(Text("Self-assessment, not binding"))
    if source.edition == "annex":
        return say(EDITIONS["annex"])
    return source.voice.name(OFFER_MODES, source.offer.mode)


def stamp(source: Source) -> str:
    """Return what stands on every page: what the document does not promise, and whether it may go out."""
    offer, say = source.offer, source.voice.say
    if source.internal:
        return say(Text("Internal copy: do not hand over"))
    if source.self_assessed:
        return say(Text("Self-assessment, not binding"))
    if source.edition == "annex":
        return ""
    if not offer.sendable:
        return say(Text("Draft, not to be sent"))
    return say(Text("Budget indication, not binding")) if offer.mode == "indication" else ""

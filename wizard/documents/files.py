"""Names of the files that are handed over: plain ASCII and short, as upload portals demand."""

import re
import unicodedata

from wizard.documents.editions import FILE_WORDS, Edition
from wizard.model.offer import Offer

LONGEST = 100
"""Length that portals accept, with the extension."""
_ANNEX: dict[Edition, tuple[str, ...]] = {"annex": ("annex",), "self-assessment": ("self-assessment",)}
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


def file_name(offer: Offer, extension: str, edition: Edition = "complete") -> str:
    """Return the name of one file of an offer, such as ``AN-2026-001_Musterwerk_offer.pdf``.

    The internal view says so in its name, so that nobody sends it by mistake.
    """
    words = [FILE_WORDS[edition]] if offer.view == "customer" else [*_ANNEX.get(edition, ()), "internal"]
    end = f"_{'-'.join(words)}.{extension}"
    number = ascii_name(offer.number, 40) or "offer"
    customer = ascii_name(offer.project.customer.name, LONGEST - len(number) - 1 - len(end))
    return "_".join(part for part in (number, customer) if part) + end


def ascii_name(text: str, length: int) -> str:
    """Return ``text`` in ASCII letters, digits and hyphens: no separators, no dots, nothing a shell would read."""
    plain = unicodedata.normalize("NFKD", text[:1000].translate(_GERMAN)).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain)[:length].strip("-")

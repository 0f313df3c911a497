"""Signs a PDF with a certificate of the partner (PAdES). Needs the extra ``[sign]``; without it everything else works.

The signature is made on this machine, without a time stamp of somebody else: nothing leaves it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from importlib.util import find_spec

from wizard.model.text import Text

_FIELD = "Signature"


class SigningError(ValueError):
    """A PDF that could not be signed; ``fault`` says why."""

    def __init__(self, fault: Text) -> None:
        self.fault = fault
        super().__init__(str(fault))


@dataclass(frozen=True)
class Certificate:
    """A certificate with its key (PKCS#12), where it came from, and what opens it."""

    path: str
    content: bytes
    passphrase: str


def can_sign() -> bool:
    """Whether the extra is installed."""
    return find_spec("pyhanko") is not None


def signed(pdf: bytes, certificate: Certificate) -> bytes:
    """Return a PDF with a signature of its whole content.

    Raises
    ------
    SigningError
        If pyHanko is not installed, the certificate cannot be opened, or it has no key.
    """
    try:
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign import fields, signers
    except ImportError as error:
        raise SigningError(Text("signing needs pyHanko: install the program with its extra [sign]")) from error
    signer = _signer(certificate)
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    meta = signers.PdfSignatureMetadata(
        field_name=_FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
    )
    return bytes(signers.sign_pdf(writer, meta, signer=signer).getbuffer())


def _signer(certificate: Certificate):  # type: ignore[no-untyped-def]  # its types are known only with the extra
    from cryptography.hazmat.primitives.serialization import pkcs12
    from pyhanko.sign import signers

    phrase = certificate.passphrase.encode("utf-8")
    try:
        key, own, _ = pkcs12.load_key_and_certificates(certificate.content, phrase or None)
    except (ValueError, TypeError) as error:
        raise SigningError(Text("cannot be opened: no PKCS#12 file, or the passphrase is wrong")) from error
    if key is None or own is None:
        raise SigningError(Text("holds no key with its certificate"))
    return signers.SimpleSigner.load_pkcs12_data(certificate.content, other_certs=[], passphrase=phrase or None)

"""A signed PDF: an independent program calls the signature valid, and a changed byte breaks it."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

from tests.documents import sample
from tests.documents.test_conformance import Judge, faults  # noqa: F401 - a fixture
from tests.heavy_tools import need_tool
from wizard.documents.pdf import pdf
from wizard.documents.pdf_attachment import Attachment, embedded_project
from wizard.documents.signing import Certificate, SigningError, signed
from wizard.model.text import ENGLISH

PHRASE = "correct horse"
_ATTACHED = Attachment("project.rackwright.json", "The project", b'{"format": "x"}')


@pytest.fixture(scope="module")
def certificate() -> Certificate:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Example Systems (invented)")])
    begin, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    own = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(7).not_valid_before(begin).not_valid_after(end).add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    content = pkcs12.serialize_key_and_certificates(b"own", key, own, None, BestAvailableEncryption(PHRASE.encode()))
    return Certificate("own.p12", content, PHRASE)


def judged(content: bytes, path: Path) -> str:
    path.write_bytes(content)
    found = subprocess.run([need_tool("pdfsig"), str(path)], check=False, capture_output=True, text=True, timeout=60)
    return found.stdout


def test_pdfsig_calls_it_valid(certificate: Certificate, tmp_path: Path) -> None:
    content = signed(pdf(sample.offer(), ENGLISH, _ATTACHED), certificate)
    words = judged(content, tmp_path / "signed.pdf")
    assert "Signature is Valid" in words
    assert "Total document signed" in words
    assert "ETSI.CAdES.detached" in words
    # The project inside can still be opened.
    assert embedded_project(content) == _ATTACHED.content


def test_a_changed_byte_breaks_it(certificate: Certificate, tmp_path: Path) -> None:
    content = signed(pdf(sample.offer(), ENGLISH), certificate)
    place = content.index(b"/Producer") if b"/Producer" in content else len(content) // 3
    broken = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
    assert "Signature is Valid" not in judged(broken, tmp_path / "broken.pdf")


def test_it_can_still_be_archived_and_read_out(certificate: Certificate, tmp_path: Path, faults: Judge) -> None:  # noqa: F811
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed(pdf(sample.offer(), ENGLISH, _ATTACHED), certificate))
    assert faults(path, "3a") == []
    assert faults(path, "ua1") == []


@pytest.mark.parametrize(
    ("content", "phrase"),
    [(None, "wrong"), (b"no certificate", PHRASE), (b"", PHRASE)],
    ids=["phrase", "file", "empty"],
)
def test_what_cannot_be_opened_is_said(certificate: Certificate, content: bytes | None, phrase: str) -> None:
    bad = Certificate("own.p12", certificate.content if content is None else content, phrase)
    with pytest.raises(SigningError, match="cannot be opened"):
        signed(pdf(sample.offer(), ENGLISH), bad)

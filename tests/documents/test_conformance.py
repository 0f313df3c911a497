"""VeraPDF finds no fault against PDF/A-3a and PDF/UA-1, or PDF/A-2a where nothing is attached."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.documents import sample
from tests.documents.test_examples import DAY, EXAMPLES, assessed
from tests.heavy_tools import need_verapdf
from wizard.documents.pdf import pdf
from wizard.flow.offers import make_offer
from wizard.flow.quoting import project_attachment
from wizard.model.offer import Offer
from wizard.persistence.languages import language

CODES = ("en", "de")
NAMES = ("scripts", "branch-shop", "san-reuse", "small-company-ha", "two-sites", "fleet")
_EVERY_SCRIPT = f"{sample.HOSTILE['emoji']} {sample.HOSTILE['hebrew']} {sample.HOSTILE['arabic']}"
Judge = Callable[[Path, str], list[str]]


@pytest.fixture(scope="module")
def faults() -> Judge:
    """Return the rules that a file fails, against a standard."""
    import jpype

    if not jpype.isJVMStarted():
        jpype.startJVM("-Xmx512m", "-Djava.awt.headless=true", classpath=need_verapdf())
        jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    builder: Any = jpype.JClass("org.verapdf.pdfa.validation.validators.ValidatorConfigBuilder")
    foundry: Any = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()

    def judge(path: Path, standard: str) -> list[str]:
        flavour = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").byFlavourId(standard)
        parser = foundry.createParser(jpype.JClass("java.io.FileInputStream")(str(path)), flavour)
        config = (
            builder.defaultBuilder().flavour(flavour).recordPasses(False).maxFails(-1).showErrorMessages(True).build()
        )
        result = foundry.createValidator(config).validate(parser)
        parser.close()
        failed = {
            str(each.getMessage()) for each in result.getTestAssertions() if str(each.getStatus()).upper() == "FAILED"
        }
        assert bool(result.isCompliant()) == (not failed)
        return sorted(failed)[:5]

    return judge


def offers() -> dict[str, Offer]:
    made = {"scripts": sample.offer(_EVERY_SCRIPT)}
    for path in (path for path in EXAMPLES if path.stem in NAMES):
        made[path.stem] = make_offer(*assessed(path), on=DAY)
    return made


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("name", NAMES)
def test_it_can_be_archived_and_read_out(name: str, code: str, tmp_path: Path, faults: Judge) -> None:
    offer = offers()[name]
    path = tmp_path / "offer.pdf"
    path.write_bytes(pdf(offer, language(code), project_attachment(offer, language(code))))
    assert faults(path, "3a") == []
    assert faults(path, "ua1") == []


@pytest.mark.parametrize("code", CODES)
def test_a_tender_can_be_archived_and_read_out(code: str, tmp_path: Path, faults: Judge) -> None:
    path = tmp_path / "offer.pdf"
    path.write_bytes(pdf(sample.offer(_EVERY_SCRIPT), language(code)))
    assert faults(path, "2a") == []
    assert faults(path, "ua1") == []


def test_a_fault_would_be_found(tmp_path: Path, faults: Judge) -> None:
    path = tmp_path / "offer.pdf"
    with pikepdf.open(io.BytesIO(pdf(sample.offer(), language("en")))) as file:
        del file.Root.MarkInfo
        file.save(path)
    assert faults(path, "ua1") != []

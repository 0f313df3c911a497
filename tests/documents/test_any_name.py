"""Whatever a name holds, both documents are made and can be read."""

import io

import openpyxl
import pikepdf
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents import sample
from wizard.documents.pdf import pdf
from wizard.documents.workbook import workbook
from wizard.model.text import ENGLISH

_LETTERS = st.one_of(
    st.characters(exclude_categories=["Cs"]),
    st.characters(min_codepoint=0x590, max_codepoint=0x77F),
    st.characters(min_codepoint=0x2000, max_codepoint=0x206F),
    st.characters(min_codepoint=0x1F300, max_codepoint=0x1FAFF),
)


@settings(max_examples=12, deadline=None)
@given(st.text(_LETTERS, min_size=1, max_size=300))
def test_any_name_makes_readable_documents(name: str) -> None:
    offer = sample.offer(name, groups=2)
    with pikepdf.open(io.BytesIO(pdf(offer, ENGLISH))) as file:
        assert file.open_metadata()["pdfaid:part"] == "2"
    assert openpyxl.load_workbook(io.BytesIO(workbook(offer, ENGLISH))).sheetnames[0] == "Summary"

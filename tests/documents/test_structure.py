"""What the pages mean, read back from the file: order of reading, heads of tables, words for pictures, links."""

import io
from collections.abc import Iterator
from datetime import date
from functools import cache

import pikepdf
import pytest

from tests.documents import sample
from tests.documents.helpers import kids
from tests.documents.helpers import marks as marks_of
from tests.documents.test_examples import EXAMPLES, assessed
from wizard.documents.blocks import Heading
from wizard.documents.offer_blocks import offer_document
from wizard.documents.pdf import pdf
from wizard.documents.pdf_attachment import Attachment
from wizard.flow.offers import make_offer
from wizard.model.text import ENGLISH
from wizard.persistence.languages import language

_ATTACHED = Attachment("project.rackwright.json", "The project", b"{}")


class Tagged:
    """A PDF with its tree, and the words of every mark."""

    def __init__(self, content: bytes) -> None:
        self.file = pikepdf.open(io.BytesIO(content))
        self.pages = {page.obj.objgen: number for number, page in enumerate(self.file.pages)}
        self.root = self.file.Root.StructTreeRoot.K[0]

    @cache  # noqa: B019 - lives as long as the test
    def operators(self, page: int) -> list[tuple[str, int | None]]:
        """Return what a page draws: each operator that puts ink on paper, and the number of the mark it stands in."""
        found: list[tuple[str, int | None]] = []
        stack: list[int | None] = []
        for operands, operator in pikepdf.parse_content_stream(self.file.pages[page]):
            name = str(operator)
            if name == "BDC":
                inside = operands[1].get("/MCID") if isinstance(operands[1], pikepdf.Dictionary) else None
                stack.append(-1 if inside is None else int(inside))
                assert len(stack) == 1, "marked content must not be nested"
            elif name == "EMC":
                stack.pop()
            elif name in ("Tj", "TJ", "S", "f", "B", "b", "s", "f*", "Do"):
                found.append((name, stack[-1] if stack else None))
        assert not stack
        return found

    def elements(self) -> Iterator[pikepdf.Object]:
        waiting = [self.root]
        while waiting:
            element = waiting.pop(0)
            if isinstance(element, pikepdf.Dictionary) and element.get("/Type") == pikepdf.Name.StructElem:
                yield element
                waiting[:0] = kids(element)

    def kinds(self, *kinds: str) -> list[pikepdf.Object]:
        return [element for element in self.elements() if str(element.S)[1:] in kinds]


@cache
def tagged(name: str, code: str) -> Tagged:
    if name == "sample":
        return Tagged(pdf(sample.offer(), language(code), _ATTACHED))
    project, assessment = assessed(next(path for path in EXAMPLES if path.stem == name))
    return Tagged(pdf(make_offer(project, assessment, on=date(2026, 11, 22)), language(code), _ATTACHED))


NAMES = ("sample", "branch-shop", "san-reuse", "small-company-ha", "two-sites", "vmware-replacement")


@pytest.mark.parametrize("name", NAMES)
def test_all_ink_is_content_or_artifact(name: str) -> None:
    made = tagged(name, "de")
    for page in range(len(made.file.pages)):
        assert [each for each in made.operators(page) if each[1] is None] == [], page


@pytest.mark.parametrize("name", NAMES)
def test_every_mark_has_one_element_and_stands_in_the_order_of_the_pages(name: str) -> None:
    made = tagged(name, "en")
    marks = [(made.pages[page.objgen], number) for element in made.elements() for page, number in marks_of(element)]
    assert len(set(marks)) == len(marks)
    drawn = {(page, mark) for page in range(len(made.file.pages)) for _, mark in made.operators(page) if mark != -1}
    assert drawn <= set(marks)
    # The tree is read in the order in which the pages are drawn, the marks of a page from the first to the last.
    assert marks == sorted(marks)
    numbers = made.file.Root.StructTreeRoot.ParentTree.Nums
    assert len(numbers) // 2 == len(made.file.pages) + len(links(made))


@pytest.mark.parametrize("name", NAMES)
def test_tables_have_heads(name: str) -> None:
    made = tagged(name, "en")
    tables = made.kinds("Table")
    assert len(tables) > 5
    for each in tables:
        rows = [row for part in kids(each) for row in kids(part)]
        widths = {sum(int(cell.get("/A", {}).get("/ColSpan", 1)) for cell in kids(row)) for row in rows}
        assert len(widths) == 1
        heads = [cell for row in rows for cell in kids(row) if cell.S == pikepdf.Name.TH]
        assert heads
        assert all("/Scope" in cell.A for cell in heads)


@pytest.mark.parametrize("code", ["en", "de"])
@pytest.mark.parametrize("name", NAMES)
def test_pictures_say_what_they_show(name: str, code: str) -> None:
    figures = tagged(name, code).kinds("Figure")
    assert len(figures) >= 2
    for figure in figures:
        assert len(str(figure.Alt)) > 60
        assert len(figure.A.BBox) == 4


def links(made: Tagged) -> list[pikepdf.Object]:
    return [each for page in made.file.pages for each in page.obj.get("/Annots", [])]


@pytest.mark.parametrize("name", NAMES)
def test_links_say_where_they_lead_and_lead_there(name: str) -> None:
    made = tagged(name, "en")
    known = {str(key) for key in made.file.Root.get("/Dests", {})}
    found = links(made)
    assert len(found) > 20
    for link in found:
        assert str(link.Contents).strip()
        target = link.get("/Dest")
        assert target is not None
        assert isinstance(target, pikepdf.Array) or str(target) in known


def test_headings_stand_in_the_tree_as_in_the_document() -> None:
    made = tagged("sample", "en")
    levels = [int(str(each.S)[2:]) for each in made.kinds("H1", "H2")]
    blocks = offer_document(sample.offer(), ENGLISH).blocks
    # The title and the contents come first.
    assert levels == [1, 1, *(block.level for block in blocks if isinstance(block, Heading))]

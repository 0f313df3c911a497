"""Turns blocks into what a page is made of, and into the tree that says what it means.

A heading never stands alone at the foot of a page.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import CondPageBreak, Flowable, Spacer
from reportlab.platypus import PageBreak as NewPage

from wizard.documents import fonts
from wizard.documents.blocks import (
    Block,
    Contents,
    Cover,
    Derivation,
    Facts,
    Figure,
    Heading,
    KeyFigures,
    Note,
    PageBreak,
    Paragraph,
    Table,
    cut,
    rule_anchor,
)  # fmt: skip
from wizard.documents.look import PAD, TEXT_HEIGHT, TEXT_WIDTH, Look
from wizard.documents.pdf_contents import ContentsLine, spread
from wizard.documents.pdf_facts import facts
from wizard.documents.pdf_keeping import closes, heads, room_below
from wizard.documents.pdf_rows import Cell, RowOfCells, Rows, Rule
from wizard.documents.pdf_scene import SceneFigure
from wizard.documents.pdf_tables import Links, table
from wizard.documents.pdf_tags import Element
from wizard.documents.pdf_words import Words, words
from wizard.documents.progress import Progress, quiet
from wizard.documents.scene import Role
from wizard.model.text import Language

_TONES: dict[str, tuple[Role, Role]] = {
    "plain": ("surface", "slate"),
    "advice": ("accent-soft", "accent"),
    "warning": ("amber-soft", "amber"),
    "blocker": ("amber-soft", "red"),
}
_COMPOSING = 0.1
"""Share of the time that making the flow of a document takes."""
_LONGEST = 4_000
_RESULT = 170.0
"""Width of the result of a calculation."""


class HeadingText(Flowable):
    """A heading that reports itself to the contents and the outline of the file."""

    def __init__(self, heading: Heading, text: Words) -> None:
        super().__init__()
        self.heading, self.words = heading, text

    def getSpaceBefore(self) -> float:  # noqa: N802 - reportlab asks by this name
        """Return the space above, as the style has it."""
        return float(self.words.style.spaceBefore)

    def getSpaceAfter(self) -> float:  # noqa: N802 - reportlab asks by this name
        """Return the space below, as the style has it."""
        return float(self.words.style.spaceAfter)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take what the words take."""
        self.width, self.height = self.words.wrap(width, height)
        return self.width, self.height

    def draw(self) -> None:
        """Draw the words."""
        self.words.drawOn(self.canv, 0, 0)


class Composer:
    """Makes the flow of a document. ``root`` is the tree of what it means, in the order of reading."""

    def __init__(self, language: Language, look: Look, progress: Progress | None = None) -> None:
        self.language, self.look = language, look
        self.progress = progress or quiet()
        self.root = Element("Document")
        self.letterhead = self.root.add("Sect")
        """Who sends the document: drawn with the head of the first page, and read out before everything else."""
        self._chapter = self._place = self.root
        self._links = Links()
        self.lines: list[ContentsLine] = []
        """The lines of the contents, whose pages are known when all is drawn."""

    def story(self, blocks: Sequence[Block]) -> list[Flowable]:
        """Return the flow of the blocks."""
        headings = [block for block in blocks if isinstance(block, Heading)]
        self._links = Links(blocks)
        self.progress.stage(_COMPOSING, sum(_steps(block) for block in blocks))
        made: list[list[Flowable]] = []
        for index, block in enumerate(blocks):
            made.append(self._flowables(block, headings))
            if closes(blocks, made, index):
                made[-2][0].close(made[-1].pop())  # type: ignore[attr-defined]  # rows, followed by words
            self.progress.step(_steps(block))
        flow: list[Flowable] = []
        for index, block in enumerate(blocks):
            if heads(block) is not None:
                flow.append(CondPageBreak(room_below(blocks[index:], made[index:])))
            flow += made[index]
        return flow

    def _words(self, content: str, style: str, width: float, element: Element, role: Role | None = None) -> Words:
        colour = None if role is None else self.look.colour(role)
        return words(content, self.look.style(style), width, element=element, colour=colour)

    def _flowables(self, block: Block, headings: Sequence[Heading]) -> list[Flowable]:
        place = self._place
        match block:
            case Heading():
                return [self._heading(block)]
            case Paragraph(content, style):
                return [self._words(cut(content, _LONGEST), style, TEXT_WIDTH, place.add("P"))]
            case Table():
                return self._table(block)
            case Figure():
                return [self._figure(block)]
            case KeyFigures():
                return [self._key_figures(block)]
            case Facts():
                return [facts(block, self.look, place, self._links)] if block.facts else []
            case Note():
                return [self._note(block)]
            case Derivation():
                return [self._derivation(block)]
            case Contents():
                return [*self._contents(block, headings), NewPage()]
            case PageBreak():
                return [NewPage()]
            case Cover():
                return self._cover(block)

    def _heading(self, block: Heading) -> Flowable:
        """A chapter begins a section of the tree, a heading of the second level one within it."""
        if block.level == 1:
            self._chapter = self._place = self.root.add("Sect")
        else:
            self._place = self._chapter.add("Sect")
        element = self._place.add(f"H{block.level}")
        return HeadingText(block, self._words(cut(block.text, 240), f"h{block.level}", TEXT_WIDTH, element))

    def _table(self, block: Table) -> list[Flowable]:
        if not block.rows:
            return []
        element = self._place.add("Table")
        flow: list[Flowable] = [table(block, self.language, self.look, element, self._links)]
        if block.caption:
            flow.append(self._words(block.caption, "caption", TEXT_WIDTH, element.add("Caption")))
        return flow

    def _figure(self, block: Figure) -> Flowable:
        place = self._place.add("Div")
        figure = place.add("Figure", alternative=block.alternative)
        caption = self._words(block.caption, "caption", TEXT_WIDTH, place.add("Caption")) if block.caption else None
        return SceneFigure(block.scene, self.look, figure, caption)

    def _key_figures(self, block: KeyFigures) -> Flowable:
        each = TEXT_WIDTH / max(len(block.figures), 1)
        width = each - 18
        place = self._place.add("L")
        cells = []
        for number, figure in enumerate(block.figures):
            item = place.add("LI")
            label, body = item.add("Lbl"), item.add("LBody")
            value = body.add("P")
            style = self.look.style(self._key_style(figure.value, width))
            parts = [
                self._words(figure.label, "key-label", width, label),
                words(figure.value, style, width, element=value, link=self._links.known(figure.link)),
            ]
            if figure.note:
                parts.append(self._words(figure.note, "key-note", width, body.add("P")))
            cells.append(Cell(number * each + 10, width, parts))
        edges = [Rule("left", self.look.colour("accent-mid"), 1.6, n * each + 0.8) for n in range(len(block.figures))]
        return Rows([RowOfCells(cells, 2, 2, rules=edges)], TEXT_WIDTH, before=4, after=10)

    def _key_style(self, value: str, width: float) -> str:
        """Return the larger style if the figure fits on one line in it."""
        style = self.look.style("key-value")
        return "key-value" if fonts.width(value, style.fontName, style.fontSize) <= width else "key-value-small"

    def _note(self, block: Note) -> Flowable:
        fill, edge = _TONES[block.tone]
        inner = TEXT_WIDTH - 24
        place = self._place.add("Div")
        parts = [self._words(block.label, "note-label", inner, place.add("P"), edge)]
        if block.text:
            parts.append(self._words(cut(block.text, _LONGEST // 2), "cell", inner, place.add("P")))
        if block.source:
            parts.append(self._words(cut(block.source, 300), "key-note", inner, place.add("P")))
        ground = self.look.colour(fill)
        rules = (Rule("left", self.look.colour(edge), 2.2, 1.1),)
        return Rows([RowOfCells([Cell(12, inner, parts)], 5, 6, fill=ground, rules=rules)], TEXT_WIDTH, after=6)

    def _derivation(self, block: Derivation) -> Flowable:
        """Title and result on one line; below them formula and inputs, and the rules with links to their sources."""
        left, right = TEXT_WIDTH - _RESULT - 2 * PAD, _RESULT - 2 * PAD
        place = self._place.add("Div")
        title = self._words(cut(block.title, 200), "cell-strong", left, place.add("P"))
        result = self._words(cut(block.result, 160), "figure-strong", right, place.add("P"))
        how = [self._words(cut(block.formula, 500), "formula", left, place.add("P"))]
        inputs = ";  ".join(f"{name} = {value}" for name, value in block.inputs)
        if inputs:
            how.append(self._words(cut(inputs, 1_200), "key-note", left, place.add("P")))
        style = self.look.style("note-right")
        rules = [
            words(cut(rule, 120), style, right, element=place.add("P"), link=self._links.known(rule_anchor(rule)))
            for rule in block.rules[:12]
        ]
        line = Rule("below", self.look.colour("line"), 0.35)
        at = TEXT_WIDTH - right - PAD
        rows = [
            RowOfCells([Cell(PAD, left, (title,), block.anchor), Cell(at, right, (result,))], 1.5, 0.5),
            RowOfCells([Cell(PAD, left, how), Cell(at, right, rules)], 1.5, 5, rules=(line,)),
        ]
        return Rows(rows, TEXT_WIDTH, whole=True, page_height=TEXT_HEIGHT, before=0, after=3)

    def _contents(self, block: Contents, headings: Sequence[Heading]) -> list[Flowable]:
        place = self.root.add("Sect")
        title = self._words(block.title, "contents-title", TEXT_WIDTH, place.add("H1"))
        contents = place.add("TOC")
        self.lines = [ContentsLine(heading, self.look, contents.add("TOCI")) for heading in headings]
        spread(self.lines, TEXT_HEIGHT - title.wrap(TEXT_WIDTH, TEXT_HEIGHT)[1] - title.getSpaceAfter() - 1)
        return [title, *self.lines]

    def _cover(self, cover: Cover) -> list[Flowable]:
        self._chapter = self._place = self.root.add("Sect")
        place = self._place
        flow: list[Flowable] = [
            Spacer(1, 36),
            self._words(cut(cover.eyebrow, 120), "eyebrow", TEXT_WIDTH, place.add("P")),
            self._words(cut(cover.title, 110), "cover-title", TEXT_WIDTH, place.add("H1")),
            self._words(cut(cover.customer, 160), "cover-customer", TEXT_WIDTH, place.add("P")),
            Spacer(1, 24),
        ]
        if cover.label:
            flow += [self._note(Note("warning", cover.label, "")), Spacer(1, 8)]
        if cover.figures:
            flow += [self._key_figures(KeyFigures(cover.figures)), Spacer(1, 14)]
        flow.append(facts(Facts(cover.facts), self.look, place, self._links))
        flow += [Spacer(1, 12), *self._table(cover.sums), Spacer(1, 4)]
        flow += [self._words(line, "small", TEXT_WIDTH, place.add("P")) for line in cover.small_print]
        return [*flow, NewPage()]


def _steps(block: Block) -> int:
    """Return how much there is to set: a table has as many steps as rows."""
    return len(block.rows) + 1 if isinstance(block, Table) else 1

"""Writes the tree of what a document means into its file."""

from __future__ import annotations

from collections import defaultdict

import pikepdf

from wizard.documents.pdf_tags import Element, Jump, Mark
from wizard.documents.progress import Progress

_ELEMENT = pikepdf.Name.StructElem


def write_structure(file: pikepdf.Pdf, root: Element, progress: Progress) -> None:
    """Add the tree, and let every mark and every link of the pages find its element."""
    _Writer(file, progress).write(root)


class _Writer:
    def __init__(self, file: pikepdf.Pdf, progress: Progress) -> None:
        self.file, self._progress = file, progress
        self.pages = [page.obj for page in file.pages]
        self.parents: dict[int, dict[int, pikepdf.Object]] = defaultdict(dict)
        """Of each page, the element of each mark."""
        self.jumps: list[tuple[pikepdf.Object, pikepdf.Object]] = []
        """Links, each with its element."""

    def write(self, root: Element) -> None:
        tree = self.file.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        tree.K = pikepdf.Array([self._element(root, tree)])
        tree.ParentTree = self.file.make_indirect(pikepdf.Dictionary(Nums=self._numbers()))
        tree.ParentTreeNextKey = len(self.pages) + len(self.jumps)
        self.file.Root.StructTreeRoot = tree
        self.file.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        for page in self.pages:
            page.Tabs = pikepdf.Name.S

    def _element(self, element: Element, parent: pikepdf.Object) -> pikepdf.Object:
        self._progress.step()
        made = self.file.make_indirect(
            pikepdf.Dictionary({"/Type": _ELEMENT, "/S": pikepdf.Name(f"/{element.kind}"), "/P": parent})
        )
        if element.alternative:
            made.Alt = element.alternative
        if (attributes := _attributes(element)) is not None:
            made.A = attributes
        if len(element.content) == 1 and not element.children and isinstance(mark := element.content[0], Mark):
            # The usual case, in its short form: one stretch of one page.
            self.parents[mark.page][mark.number] = made
            made.Pg, made.K = self.pages[mark.page], mark.number
            return made
        kids = [self._mark(each, made) if isinstance(each, Mark) else self._jump(each, made)
                for each in element.content]  # fmt: skip
        kids += [self._element(child, made) for child in element.children if not _empty(child)]
        made.K = pikepdf.Array(kids)
        return made

    def _mark(self, mark: Mark, element: pikepdf.Object) -> pikepdf.Object:
        self.parents[mark.page][mark.number] = element
        return pikepdf.Dictionary({"/Type": pikepdf.Name.MCR, "/Pg": self.pages[mark.page], "/MCID": mark.number})

    def _jump(self, jump: Jump, element: pikepdf.Object) -> pikepdf.Object:
        page = self.pages[jump.page]
        link = page.Annots[jump.number]
        link.Contents = jump.words
        link.StructParent = len(self.pages) + len(self.jumps)
        self.jumps.append((link, element))
        return pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Pg=page, Obj=link)

    def _numbers(self) -> pikepdf.Array:
        numbers = pikepdf.Array()
        for number, page in enumerate(self.pages):
            page.StructParents = number
            marks = self.parents[number]
            elements = pikepdf.Array([marks[each] for each in sorted(marks)])
            numbers.append(number)
            numbers.append(self.file.make_indirect(elements))
        for number, (_, element) in enumerate(self.jumps, start=len(self.pages)):
            numbers.append(number)
            numbers.append(element)
        return numbers


def _empty(element: Element) -> bool:
    """Tell whether nothing of an element was drawn. The empty cell of a table keeps its place."""
    if element.kind in ("TD", "TH"):
        return False
    return not element.content and all(_empty(child) for child in element.children)


def _attributes(element: Element) -> pikepdf.Object | None:
    if element.box is not None:
        box = pikepdf.Array([round(edge, 3) for edge in element.box])
        return pikepdf.Dictionary(O=pikepdf.Name.Layout, Placement=pikepdf.Name.Block, BBox=box)
    if element.kind in ("TH", "TD") and (element.scope or element.columns > 1):
        table = pikepdf.Dictionary(O=pikepdf.Name.Table)
        if element.scope:
            table.Scope = pikepdf.Name(f"/{element.scope}")
        if element.columns > 1:
            table.ColSpan = element.columns
        return table
    return None

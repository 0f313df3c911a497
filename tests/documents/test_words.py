"""Every sentence of the documents has its German, with the same fields."""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import wizard.documents
from tests.documents import sample
from wizard.documents.blocks import Heading
from wizard.documents.offer_blocks import offer_document
from wizard.model.text import ENGLISH
from wizard.persistence.languages import language

_HOME = Path(wizard.documents.__file__).parent


def templates() -> Iterator[tuple[str, str | None]]:
    """Yield where a Text is made and its template; the template is None where it is not written there."""
    for path in sorted(_HOME.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text":
                yield from ((f"{path.name}:{node.lineno}", found) for found in _constants(node.args[0]))


def _constants(node: ast.expr) -> list[str | None]:
    if isinstance(node, ast.IfExp):
        return [*_constants(node.body), *_constants(node.orelse)]
    return [str(node.value) if isinstance(node, ast.Constant) else None]


def has_words(template: str) -> bool:
    return any(sign.isalpha() for words, *_ in Formatter().parse(template) for sign in words)


def test_every_template_stands_in_the_code() -> None:
    assert [place for place, template in templates() if template is None] == []


def test_every_template_has_its_german() -> None:
    known = language("de").messages
    found = {template for _, template in templates() if template is not None and template not in known}
    assert sorted(template for template in found if has_words(template)) == []


def test_the_german_has_the_same_fields() -> None:
    known = language("de").messages

    def fields(text: str) -> set[tuple[str | None, str | None]]:
        return {(name, spec) for _, name, spec, _ in Formatter().parse(text) if name is not None}

    wrong = [t for _, t in templates() if t is not None and t in known and fields(known[t]) != fields(t)]
    assert wrong == []


def test_no_english_heading_is_left_in_german() -> None:
    offer = sample.offer()
    pairs = zip(offer_document(offer, ENGLISH).blocks, offer_document(offer, language("de")).blocks, strict=True)
    same = [a.text for a, b in pairs if isinstance(a, Heading) and isinstance(b, Heading) and a.text == b.text]
    assert same == []

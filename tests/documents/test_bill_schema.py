"""The published schemas of the bill are those of the models, and what is written satisfies them."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from tests.documents.bills import offered, sized_lines, terms
from tests.documents.test_equal_totals import FEW, rich
from wizard.assets import Assets, folder
from wizard.documents.bill_files import bill_csv, bill_json
from wizard.flow.schemas import publish, schema_file, schema_text
from wizard.model.assessment import BillLine
from wizard.model.commercial import OfferTerms
from wizard.model.text import ENGLISH
from wizard.persistence.languages import language

PUBLISHED = folder(Assets.RESOURCES) / "schemas"


def published(name: str) -> dict[str, Any]:
    return json.loads((PUBLISHED / schema_file(name)).read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def validator() -> jsonschema.Draft202012Validator:
    schema = published("bill")
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize("name", ["bill", "bill-csv"])
def test_what_is_published_is_current(name: str, tmp_path: Path) -> None:
    text = (PUBLISHED / schema_file(name)).read_text(encoding="utf-8")
    assert text == schema_text(name), "rackwright schema bill bill-csv --out resources/schemas"
    assert publish(name, tmp_path / "new").read_text(encoding="utf-8") == text


@pytest.mark.parametrize("code", ["en", "de"])
def test_a_bill_of_all_kinds_satisfies_the_schema(code: str) -> None:
    data = json.loads(bill_json(rich(), language(code)))
    assert [error.message for error in validator().iter_errors(data)] == []
    assert data["$schema"] == published("bill")["$id"]
    assert data["format"] == "rackwright-bill/1"


@FEW
@given(lines=sized_lines(), said=terms())
def test_random_bills_satisfy_the_schema(lines: tuple[BillLine, ...], said: OfferTerms) -> None:
    data = json.loads(bill_json(offered(lines, said), ENGLISH))
    assert [error.message for error in validator().iter_errors(data)] == []


def test_the_schema_says_everything_that_is_written() -> None:
    """Strictly read, with nothing beside what is named, it still holds."""

    def strict(part: Any) -> Any:
        if isinstance(part, dict):
            closed = {"additionalProperties": False} if "properties" in part else {}
            return {**{key: strict(value) for key, value in part.items()}, **closed}
        return [strict(each) for each in part] if isinstance(part, list) else part

    data = json.loads(bill_json(rich(), ENGLISH))
    jsonschema.Draft202012Validator(strict(published("bill"))).validate(data)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("total_net",), 12.5), (("total_net",), "12.5"), (("currency",), "euro"), (("format",), "rackwright-bill/2"),
        (("groups", 0, "positions", 0, "kind"), "unheard-of"), (("groups", 0, "positions", 0, "net"), None),
        (("date",), "22.11.2026"),
    ],
)  # fmt: skip
def test_a_wrong_bill_is_found(path: tuple[str | int, ...], value: object) -> None:
    data = json.loads(bill_json(rich(), ENGLISH))
    place: Any = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert not validator().is_valid(data)
    del place[path[-1]]
    assert not validator().is_valid(data), "every field is there, always"


@pytest.mark.parametrize("code", ["en", "de"])
def test_the_csv_has_the_columns_that_are_published(code: str) -> None:
    schema = published("bill-csv")
    dialect = schema["dialects"][code]
    text = bill_csv(rich(), language(code)).decode(schema["encoding"])
    assert text.endswith(dialect["lineTerminator"])
    heads, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=dialect["delimiter"])
    assert heads == [field["title"][code] for field in schema["fields"]]
    for row in rows:
        for field, cell in zip(schema["fields"], row, strict=True):
            if cell in schema["missingValues"]:
                assert not field["constraints"]["required"], field["name"]
            elif field["type"] == "number":
                Decimal(cell.replace(dialect["decimalChar"], "."))
            if cell and "enum" in field["constraints"]:
                assert cell in field["constraints"]["enum"]

"""Change the parts of a catalogue: prices, terms and names, a copy of a part, and one of one's own that goes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from wizard.flow.price_lists import VALID_DAYS, priced, with_fields
from wizard.model.catalogue import Catalogue, Part, Price
from wizard.model.money import to_cents
from wizard.model.text import Language, Text

KINDS: Final[Mapping[str, Text]] = {
    "platforms": Text("Servers"),
    "cpus": Text("Processors"),
    "memory": Text("Memory modules"),
    "drives": Text("Drives"),
    "boot_devices": Text("Boot devices"),
    "adapters": Text("Adapters"),
    "controllers": Text("Controllers"),
    "switches": Text("Switches"),
    "cables": Text("Cables"),
    "quorum_hosts": Text("Quorum hosts"),
    "subscriptions": Text("Subscriptions"),
    "tape_drives": Text("Tape drives"),
    "tape_media": Text("Tape cartridges"),
}
"""The lists of a catalogue, as a person calls them."""
_AMOUNTS: Final = ("list_net", "purchase_net", "net")
_OF_THE_PRICE: Final = (*_AMOUNTS, "discount_percent", "date", "valid_until", "source", "confidence")
_LARGEST: Final = Decimal(10) ** 9


class EditRefused(ValueError):  # noqa: N818 - the value is at fault, the program made no error
    """A value that a part cannot have; ``reason`` says why."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(str(reason))


def edited(catalogue: Catalogue, id: str, field: str, value: Any, on: date, language: Language) -> Catalogue:
    """Return a catalogue with one value of a part changed.

    Parameters
    ----------
    catalogue
        What is changed; every price that it keeps stays marked as indicative where it was.
    id
        The part.
    field
        A field of the part or of its price.
    value
        What the field says from now on.
    on
        Day of the change: an amount that is entered dates from it.
    language
        In which source and label say that the price was entered by hand.

    Raises
    ------
    EditRefused
        If the value contradicts the others.
    ValidationError
        If the model refuses it.
    """
    part = catalogue.parts[id]
    if field in _OF_THE_PRICE:
        return _with(catalogue, {id: with_fields(part, price=_price(part.price, field, value, on, language))}, on,
                     language)  # fmt: skip
    if field in ("name", "id") and not str(value or "").strip():
        raise EditRefused(Text("a part needs a name"))
    return _with(catalogue, {id: with_fields(part, **{field: value})}, on, language)


def _price(price: Price, field: str, value: Any, on: date, language: Language) -> Price:
    changes: dict[str, Any] = {field: value, "indicative": False}
    if field in _AMOUNTS and value is not None and value >= _LARGEST:
        raise EditRefused(Text("an amount of this size is no price"))
    if field in _AMOUNTS or field == "discount_percent":
        changes |= {"source": Text("entered by hand").render(language), "date": on, "confidence": "A"}
        if price.valid_until < on:
            changes["valid_until"] = on + timedelta(days=VALID_DAYS)
        changes |= _consistent(price, field, value)
    made = _checked(price, changes)
    if made.valid_until < made.date:
        raise EditRefused(Text("a price cannot end before it begins"))
    if not made.source.strip():
        raise EditRefused(Text("a price needs a source"))
    return made


def _consistent(price: Price, field: str, value: Any) -> dict[str, Any]:
    """Return what list price, discount and purchase price make of each other."""
    _checked(price, {field: value})
    list_net = value if field == "list_net" else price.list_net
    discount = value if field == "discount_percent" else price.discount_percent
    if list_net is None or discount is None:
        return {}
    made = to_cents(list_net * (100 - discount) / 100)
    if field == "purchase_net":
        # Another purchase price is no longer the list price less this discount.
        return {} if value == made else {"discount_percent": None}
    return {"purchase_net": made} if field != "net" else {}


def _checked(price: Price, changes: Mapping[str, Any]) -> Price:
    fields = {name: getattr(price, name) for name in Price.model_fields}
    return Price.model_validate({**fields, **changes})


def _with(catalogue: Catalogue, parts: Mapping[str, Part], on: date, language: Language) -> Catalogue:
    """Return a catalogue with other parts; the indicative one becomes one of one's own."""
    groups = {name: tuple(parts.get(part.id) or priced(catalogue, part, None) for part in group)
              for name, group in catalogue.groups.items()}  # fmt: skip
    return _own(catalogue, groups, on, language)


def _own(
    catalogue: Catalogue, groups: Mapping[str, tuple[Part, ...]], on: date, language: Language
) -> Catalogue:  # fmt: skip
    if not catalogue.indicative:
        return catalogue.replaced(groups)
    words = {"title": Text("Own catalogue"), "label": Text("Own prices, state {day}", day=on)}
    return catalogue.replaced(
        groups, indicative=False, **{name: text.render(language) for name, text in words.items()}
    )  # fmt: skip


def copied(catalogue: Catalogue, id: str, on: date, language: Language) -> tuple[Catalogue, str]:
    """Return a catalogue with a copy of a part behind it, and the id of the copy."""
    part = catalogue.parts[id]
    new = next(name for n in range(1, len(catalogue.parts) + 2) if (name := _copy_id(id, n)) not in catalogue.parts)
    twin = with_fields(part, id=new, name=Text("{name} (copy)", name=part.name).render(language))
    groups = {}
    for name, group in catalogue.groups.items():
        kept = [priced(catalogue, one, None) for one in group]
        if part in group:
            kept.insert(group.index(part) + 1, priced(catalogue, twin, None))
        groups[name] = tuple(kept)
    return _own(catalogue, groups, on, language), new


def _copy_id(id: str, number: int) -> str:
    return f"{id}-own" if number == 1 else f"{id}-own-{number}"


def removed(catalogue: Catalogue, id: str) -> Catalogue:
    """Return a catalogue without a part."""
    return catalogue.replaced(
        {name: tuple(part for part in group if part.id != id) for name, group in catalogue.groups.items()}
    )


def kind_of(catalogue: Catalogue, id: str) -> str:
    """Return the list in which a part stands."""
    return next(name for name, group in catalogue.groups.items() if any(part.id == id for part in group))

"""What a model says about a place in a file: which fields are known there, and of which kinds a value may be."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

Place = tuple[int | str, ...]


def fields_of(kind: Any) -> Mapping[str, Any] | None:
    """Return the fields of a model or dataclass with their annotations, or none for any other kind."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return {field.alias or name: field.annotation for name, field in kind.model_fields.items()}
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return get_type_hints(kind, include_extras=True)
    return None


def kinds_at(shape: Any, place: Sequence[int | str]) -> list[Any]:
    """Return the kinds that a value at a place of the data may have; ``Any`` where the place is not known."""
    kinds = _options(shape)
    for key in place:
        kinds = [inner for kind in kinds for inner in _options(_inside(kind, key))]
    return kinds


def place_of(shape: Any, loc: Sequence[int | str]) -> tuple[Place, bool]:
    """Return the place in the file that a location of pydantic means, and whether it ends in a plain union.

    A location also names the member of a union that was tried; the file has no such key.
    """
    place: list[int | str] = []
    kind, plain = shape, False
    for key in loc:
        options = _options(kind)
        plain = False
        if len(options) > 1:
            kind, plain = _member(options, key)
            continue
        kind = _inside(options[0], key)
        if key != "[key]":
            place.append(key)
    return tuple(place), plain


def paths_of(shape: Any, within: tuple[Any, ...] = ()) -> list[str]:
    """Return every field under a shape, such as ``workload.groups.count``; entries of lists have no number.

    A model that stands ``within`` itself (the project of a revision) is not entered again.
    """
    paths = []
    for kind in _options(shape):
        fields = fields_of(kind)
        if fields is not None and kind not in within:
            for name, annotation in fields.items():
                paths += [name, *(f"{name}.{inner}" for inner in paths_of(annotation, (*within, kind)))]
        elif get_origin(kind) in (tuple, list):
            paths += [path for entry in get_args(kind) if entry is not Ellipsis for path in paths_of(entry, within)]
    return paths


def _options(annotation: Any) -> list[Any]:
    """Return the members of a union, or the annotation itself, without ``Annotated`` and null."""
    if get_origin(annotation) is Annotated:
        return _options(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [option for member in get_args(annotation) if member is not NoneType for option in _options(member)]
    return [annotation]


def _member(options: Sequence[Any], tag: int | str) -> tuple[Any, bool]:
    """Return the member of a union that a tag names, and whether the union has no discriminator."""
    for option in options:
        for annotation in (fields_of(option) or {}).values():
            if get_origin(annotation) is Literal and tag in get_args(annotation):
                return option, False
    named = [option for option in options if getattr(option, "__name__", None) == tag]
    return (named[0] if named else Any), True


def _inside(kind: Any, key: int | str) -> Any:
    if (fields := fields_of(kind)) is not None:
        return fields.get(str(key), Any)
    arguments = get_args(kind)
    match get_origin(kind):
        case origin if origin is tuple and arguments:
            if arguments[-1] is Ellipsis:
                return arguments[0]
            return arguments[key] if isinstance(key, int) and key < len(arguments) else Any
        case origin if origin is list and arguments:
            return arguments[0]
        case origin if origin is dict and arguments:
            return arguments[1]
    return Any

"""Read and write our JSON files so that neither a bad file nor a full disk costs what the user entered."""

from __future__ import annotations

import json
import os
import secrets
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from wizard.checkpoint import checkpoint
from wizard.model.faults import system_reason
from wizard.model.text import Text
from wizard.model.units import MB
from wizard.persistence.faults import FileFault, SaveFault, at, cleaned, cut, faults_of, listed, odd_values, shown
from wizard.persistence.shape import Place

LARGEST_FILE = 50 * MB
_NEW_FILE_MODE = 0o666  # the user's umask takes away from it

T = TypeVar("T")


@dataclass(frozen=True)
class Kind(Generic[T]):
    """A kind of file: the format it names, and the model that it is checked against."""

    format: str
    adapter: TypeAdapter[T]
    shape: Any


def read_document(path: Path, kind: Kind[T], content: bytes | None = None) -> T:
    """Read a file of one kind; ``content`` is what it holds, if that was read already.

    Raises
    ------
    FileFault
        If the file cannot be read, is not JSON, names another format or does not fit the model.
    """
    data = read_json(path, content)
    if not isinstance(data, dict):
        raise FileFault(path, [Text("holds {value}, not an object with named fields", value=shown(data))])
    if (format_fault := _format_fault(data, kind.format)) is not None:
        raise FileFault(path, [format_fault])
    try:
        document = kind.adapter.validate_python(data)
    except ValidationError as error:
        raise FileFault(path, faults_of(error, kind.shape, data)) from None
    if odd := odd_values(data, kind.shape):
        raise FileFault(path, cut(list(odd.values())))
    return document


def read_json(path: Path, content: bytes | None = None) -> Any:
    """Return what a JSON file holds.

    Raises
    ------
    FileFault
        If it cannot be read, is too large, is not JSON, is nested too deeply or names a key twice.
    """
    text = _text(path, read_bytes(path) if content is None else content)
    if not text.strip():
        raise FileFault(path, [Text("is empty")])
    repeated: list[_Object] = []

    def to_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        checkpoint()
        result = _Object(pairs)
        if len(result) < len(pairs):
            seen: set[str] = set()
            result.twice = tuple(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
            repeated.append(result)
        return result

    try:
        data = json.loads(text, object_pairs_hook=to_object)
    except json.JSONDecodeError as error:
        raise FileFault(path, [_not_json(error)]) from None
    except RecursionError:
        raise FileFault(path, [Text("is nested too deeply")]) from None
    except ValueError:
        raise FileFault(path, [Text("holds a number with too many digits")]) from None
    if repeated:
        raise FileFault(path, cut([at(place, _twice(keys)) for place, keys in _repetitions(data)]))
    return data


class _Object(dict[str, Any]):
    """An object of the file that remembers which keys stood there twice."""

    twice: tuple[str, ...] = ()


def read_bytes(path: Path) -> bytes:
    """Return what a file holds.

    Raises
    ------
    FileFault
        If it cannot be read or is too large.
    """
    try:
        with path.open("rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise FileFault(path, [Text("is not a file")])
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise FileFault(path, [Text("cannot be read: {reason}", reason=system_reason(error))]) from None
    except ValueError:  # a null character in the name
        raise FileFault(path, [Text("is not the name of a file")]) from None
    if len(content) > LARGEST_FILE:
        raise FileFault(path, [Text("is larger than {limit} MB", limit=LARGEST_FILE // MB)])
    return content


def _text(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FileFault(path, [Text("line {line}: is not UTF-8 text", line=line)]) from None


def _format_fault(data: dict[str, Any], understood: str) -> Text | None:
    """Return what is wrong with the format: another version or another kind of file is one fault, not a hundred."""
    if "format" not in data:
        return Text('format: is missing; this program understands "{understood}"', understood=understood)
    if data["format"] == understood:
        return None
    return Text(
        'format: is {found}; this program understands "{understood}"',
        found=shown(data["format"]), understood=understood,
    )  # fmt: skip


def _not_json(error: json.JSONDecodeError) -> Text:
    return Text(
        "line {line}, column {column}: is not JSON: {reason}",
        line=str(error.lineno), column=str(error.colno), reason=cleaned(error.msg),
    )  # fmt: skip


def _twice(keys: tuple[str, ...]) -> Text:
    return Text("{keys} stands twice", keys=listed(cleaned(key, 40) for key in dict.fromkeys(keys)))


def _repetitions(data: Any) -> Iterator[tuple[Place, tuple[str, ...]]]:
    waiting: list[tuple[Place, Any]] = [((), data)]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, _Object):
            if value.twice:
                yield place, value.twice
            waiting.extend(((*place, key), inner) for key, inner in value.items())
        elif isinstance(value, list):
            waiting.extend(((*place, number), inner) for number, inner in enumerate(value))


def write_file(path: Path, content: bytes, *, keep_previous: bool = True) -> None:
    """Write a file whole or not at all; the previous one stays as ``<name>.bak``.

    The new content is on the disk before the name points at it, so a crash or a full disk leaves the old file.

    Raises
    ------
    SaveFault
        If it could not be written; the old file is unchanged.
    """
    try:
        target = path.resolve()  # a link stays a link
        if target.is_dir():
            raise SaveFault(path, Text("it is a folder"))
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
        fresh = _write_beside(target, content, mode)
        try:
            if keep_previous and mode is not None:
                backup = target.with_name(f"{target.name}.bak")
                _write_beside(backup, target.read_bytes(), mode).replace(backup)
            fresh.replace(target)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise SaveFault(path, system_reason(error)) from error
    except ValueError as error:  # a null character in the name
        raise SaveFault(path, str(error)) from error
    _flush_folder(target.parent)


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Write several files, all of them or none: each is on the disk before the first name points at a new one.

    Raises
    ------
    SaveFault
        If one could not be written; the old files are unchanged.
    """
    fresh: dict[Path, Path] = {}
    path = next(iter(contents))
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.is_dir():
                raise SaveFault(path, Text("it is a folder"))
            fresh[path] = _write_beside(path, content, None)
        for path, made in fresh.items():
            made.replace(path)
    except OSError as error:
        raise SaveFault(path, system_reason(error)) from error
    except ValueError as error:  # a null character in the name
        raise SaveFault(path, str(error)) from error
    finally:
        for made in fresh.values():
            made.unlink(missing_ok=True)


def _write_beside(target: Path, content: bytes, mode: int | None) -> Path:
    """Write a new file in the folder of ``target`` and flush it to the disk."""
    fresh = target.with_name(f".{secrets.token_hex(8)}.part")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), _NEW_FILE_MODE)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            fresh.chmod(mode)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    return fresh


def _flush_folder(folder: Path) -> None:
    # The file is complete by now. Some file systems, and Windows, cannot flush a folder: that is no reason to fail.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

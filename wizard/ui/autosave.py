"""Autosave: a copy of unsaved work every few seconds, and the copies that a crash left behind.

Each window has a file of its own with a lock beside it. A copy whose lock nobody holds was left by a program that
ended without closing.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from wizard.model.text import Text
from wizard.persistence.recovery import KeptText, Recovery, read_recovery, recovery_folder, write_recovery
from wizard.ui import i18n
from wizard.ui.i18n import shown
from wizard.ui.services import fault_lines
from wizard.ui.session import Session
from wizard.ui.undoing import Draft
from wizard.ui.work import Answer, Worker

SECONDS: Final = 3


@dataclass(frozen=True)
class Left:
    """A copy that a crash left behind; its lock is held, so that no other window offers it too."""

    file: Path
    recovery: Recovery
    lock: QLockFile


class Autosave(QObject):
    """Writes the copy of one window. What cannot be written is said once; it never stops the work."""

    saved = Signal(object)
    failed = Signal(str)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._file = recovery_folder() / f"{uuid4().hex}.json"
        self._lock: QLockFile | None = None
        self._left: list[Left] = []
        self._told = False
        self._faults: tuple[type[Exception], ...] = (*session.services.faults, OSError)
        self._worker = Worker(self._faults, self)
        self._worker.answered.connect(self._on_answered)
        self._timer = QTimer(self, singleShot=True, interval=SECONDS * 1000)
        self._timer.timeout.connect(self._on_due)
        self._waits = False
        session.state_changed.connect(self._on_changed)
        session.assessed.connect(self._on_assessed)

    def save(self) -> None:
        """Write the copy beside the GUI thread, or remove it where a file holds everything."""
        self._waits = False
        if not self._session.dirty:
            self._remove()
            return
        recovery, file = self._copy(), self._file
        self._claim()

        def work() -> datetime:
            write_recovery(recovery, file)
            return recovery.saved_at

        self._worker.ask(work)

    def finish(self) -> None:
        """Remove the copy: the window closes as it should."""
        self._timer.stop()
        self._worker.finish()
        self._remove()
        for left in self._left:
            left.lock.unlock()

    # --- what a crash left -------------------------------------------------------------------------------------------

    def left(self) -> list[Left]:
        """Return the copies that nobody works on, the newest first. What cannot be read stays where it is."""
        for file in recovery_folder().glob("*.json"):
            lock = _lock_of(file)
            if not lock.tryLock(0):
                continue
            try:
                self._left.append(Left(file, read_recovery(file), lock))
            except self._faults:
                lock.unlock()
        return sorted(self._left, key=lambda left: left.recovery.saved_at, reverse=True)

    def restore(self, left: Left) -> None:
        """Go on with a copy. It goes only when this window has written its own."""
        recovery = left.recovery
        path = Path(recovery.path) if recovery.path else None
        self._session.open(recovery.project, path, saved=False)
        for key, kept in recovery.texts.items():
            self._session.keep_draft(key, Draft(kept.text, kept.message, Text("{name}", name=kept.name)))
        self._session.project_changed.emit()
        self._claim()
        try:
            write_recovery(self._copy(), self._file)
        except self._faults as fault:
            self._tell(fault_lines(fault, i18n.current())[0])
        else:
            self.discard(left)

    def discard(self, left: Left) -> None:
        """Remove a copy."""
        self._left.remove(left)
        with suppress(OSError):
            left.file.unlink(missing_ok=True)
        left.lock.unlock()

    # --- the own copy ------------------------------------------------------------------------------------------------

    def _copy(self) -> Recovery:
        session = self._session
        texts = {
            key: KeptText(text=draft.text, message=draft.message, name=shown(draft.name))
            for key, draft in session.drafts.items()
        }
        path = None if session.path is None else str(session.path.absolute())
        # The very project, not a checked copy of it: it is frozen, and it may be large.
        return Recovery.model_construct(
            format="rackwright-recovery/1", saved_at=datetime.now(UTC), path=path, project=session.project, texts=texts
        )

    def _claim(self) -> None:
        if self._lock is None:
            with suppress(OSError):
                self._file.parent.mkdir(parents=True, exist_ok=True)
            self._lock = _lock_of(self._file)
            self._lock.tryLock(0)

    def _remove(self) -> None:
        self._worker.cancel()
        if self._lock is None:
            return
        self._worker.finish()
        with suppress(OSError):
            self._file.unlink(missing_ok=True)
        self._lock.unlock()
        self._lock = None
        self.saved.emit(None)

    def _on_changed(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _on_due(self) -> None:
        """Save; while a keystroke is being sized right after it, as both at once would keep the person waiting."""
        if self._session.busy and not self._waits:
            self._waits = True
            self._timer.start()  # however long that takes, the copy is not put off a second time
        else:
            self.save()

    def _on_assessed(self) -> None:
        if self._waits:
            self._timer.stop()
            self.save()

    def _on_answered(self, answer: Answer) -> None:
        if answer.value is not None:
            self._told = False
            self.saved.emit(answer.value)
        else:
            self._tell(fault_lines(answer.fault, i18n.current())[0] if answer.fault else str(answer.report))

    def _tell(self, reason: str) -> None:
        if not self._told:
            self._told = True
            self.failed.emit(reason.removeprefix(f"{self._file}: "))


def _lock_of(file: Path) -> QLockFile:
    lock = QLockFile(str(file.with_suffix(".lock")))
    # Never stale by age: only when the program that held it has ended.
    lock.setStaleLockTime(0)
    return lock

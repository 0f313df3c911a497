"""The offer on its way out: written as files, or sent, which freezes it as a revision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from wizard.flow.answers import changed
from wizard.flow.offer_remarks import by_reason
from wizard.flow.ordering import Order
from wizard.flow.revisions import send
from wizard.model.offer import Offer, View
from wizard.model.project import Project
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.dialogs import Dialogs
from wizard.ui.files import Files
from wizard.ui.i18n import shown, tr
from wizard.ui.services import fault_lines
from wizard.ui.session import Session

Written = tuple[Path, ...]
Picked = Literal["certificate", "template"]
_KINDS: Final[dict[Picked, tuple[Text, str]]] = {
    "certificate": (Text("Certificate with its key (PKCS#12)"), "*.p12 *.pfx"),
    "template": (Text("Your own workbook"), "*.xlsx"),
}


class Exports(QObject):
    """Writes what the session has ordered. What stood in the folder stays until all new files are complete."""

    exported = Signal(object)
    """The files that were written, or None where they are no longer those of the project."""
    progress_changed = Signal(int)

    def __init__(self, session: Session, dialogs: Dialogs, files: Files, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._dialogs, self._files, self._window = session, dialogs, files, window
        self.written: Written | None = None
        files.began.connect(self._forget)

    def export(self) -> None:
        """Ask for a folder and write the files there."""
        title = tr("Folder for the files")
        if self._can_offer() and (folder := self._dialogs.folder(self._window, title)) is not None:
            self._begin(folder, self._session.view, self._done)

    def send(self) -> None:
        """Freeze the customer's offer as a revision: ask, write its files, and save the project."""
        session = self._session
        if not self._can_offer() or session.busy:
            return
        try:
            offer = self._offer(session.project, "customer")
            language = session.services.language(session.project.customer.language)
            frozen = send(session.project, offer, language)
        except session.services.faults as fault:
            self._dialogs.faults(self._window, tr("It cannot be sent yet."), fault_lines(fault, i18n.current()))
            return
        sent = frozen.revisions[-1]
        title = tr("Send revision {label} of offer {number}?", label=sent.label, number=sent.number)
        money = f"{i18n.current().money(sent.total_net)} {sent.currency}"
        lines = [tr("{money} net over {years} years, valid until {day}.", money=money, years=sent.years,
                    day=i18n.day(sent.valid_until)),
                 *(shown(text) for text in by_reason(offer.remarks)),
                 tr("It is frozen with its number and its date: no change and no undo takes it back.")]  # fmt: skip
        if not self._dialogs.confirm(self._window, title, lines, tr("Send")):
            return
        folder = self._dialogs.folder(self._window, tr("Folder for the files"))
        if folder is not None:
            base = session.project
            self._begin(folder, "customer", lambda paths: self._sent(paths, base, frozen))

    def cancel(self) -> None:
        """Stop before the next page, sheet or sizing."""
        self._files.stop_writing()

    def pick(self, what: Picked) -> None:
        """Ask for a file that the order needs."""
        title, endings = _KINDS[what]
        path = self._dialogs.file(self._window, shown(title), endings)
        if path is not None:
            self._session.set_order(**{what: path})

    def show_folder(self, folder: Path) -> None:
        """Open a folder in the file manager."""
        self._dialogs.show_folder(folder)

    # --- writing ----------------------------------------------------------------------------------------------------

    def _can_offer(self) -> bool:
        session = self._session
        if session.assessment is None or session.assessment.best is None:
            reason = session.why_not() or tr("No topology meets every requirement.")
            self._dialogs.faults(self._window, tr("There is nothing to offer yet."), (reason,))
            return False
        return True

    def _offer(self, project: Project, view: View) -> Offer:
        services, order = self._session.services, self._session.order
        assessment = self._session.assessment
        if assessment is None or self._session.assessed_project is not project:
            assessment = services.size(project, services.today())
        return services.make_offer(project, assessment, on=services.today(), view=view, topology=order.topology)

    def _begin(self, folder: Path, view: View, then: Callable[[Written], None]) -> None:
        order = self._with_passphrase()
        if order is None:
            return
        session = self._session
        services, project, today = session.services, session.project, session.services.today()
        known = session.assessment if session.assessed_project is project else None
        told = [-1]

        def progress(percent: int) -> None:
            if percent != told[0]:
                told[0] = percent
                self.progress_changed.emit(percent)

        def write() -> Written:
            assessment = known or services.size(project, today)
            if not order.explore:
                assessment = replace(assessment, exploration=None)
            elif assessment.exploration is None:
                assessment = services.explore(project, assessment)
            offer = services.make_offer(project, assessment, on=today, view=view, topology=order.topology)
            offer = services.complete(offer, project)
            language = services.language(project.customer.language)
            return services.write_order(offer, folder, language, order, progress)

        self._files.ask(tr("The files cannot be written."), tr("Writing …"), write, then, reading=False)

    def _with_passphrase(self) -> Order | None:
        order = self._session.order
        if order.certificate is None or "pdf" not in order.kinds:
            return replace(order, certificate=None)
        phrase = self._dialogs.passphrase(self._window, order.certificate.name)
        return None if phrase is None else replace(order, passphrase=phrase)

    def _done(self, paths: Written) -> None:
        self.written = paths
        self.exported.emit(paths)

    def _sent(self, paths: Written, base: Project, frozen: Project) -> None:
        now = self._session.project
        if now is not base:
            # Something was typed while the files were written: it belongs to the next revision.
            number = changed(now.offer, number=frozen.offer.number)
            frozen = now.model_copy(update={"offer": number, "revisions": frozen.revisions})
        self._session.freeze(frozen)
        self._done(paths)
        self._files.save()

    def _forget(self) -> None:
        self.written = None
        self.exported.emit(None)

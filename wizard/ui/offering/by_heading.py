"""What is said for a whole heading of the offer, folded away below what is said for all of it."""

from __future__ import annotations

from wizard.model.offer import View
from wizard.ui.i18n import tr
from wizard.ui.models.headings import HeadingsModel
from wizard.ui.offering.tab import Shown
from wizard.ui.session import Session
from wizard.ui.widgets.edited import EditedView, Refusals
from wizard.ui.widgets.fold import Fold


class ByHeading(Fold):
    """The table of headings, and below it the texts in it that are no answers."""

    def __init__(self, session: Session, words: str, view: View, *, name: str) -> None:
        super().__init__(words, name=name)
        self._model = HeadingsModel(session, view)
        self.table = EditedView(session, tr("Headings of the offer"), self._model, stretch=0)
        self.body.addWidget(self.table)
        # They are seen while the table is folded away, too.
        self.column.addWidget(Refusals(session, self._model.path))

    def show_offer(self, shown: Shown) -> None:
        """Show the headings of an offer."""
        self._model.speak(shown.voice)
        self.table.show_records(shown.offer.groups)

"""What the window does with a tender: the buyer's list opened, answered from the design, and written as a bid."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.flow.ordering import USUAL, Order
from wizard.model.assessment import Assessment
from wizard.model.offer import Offer
from wizard.model.project import Project
from wizard.model.tender import Answer, RequirementField, RequirementList, RequirementMapping
from wizard.model.text import Language

if TYPE_CHECKING:
    from wizard.flow.tender_bundle import Bundle


@dataclass(frozen=True, slots=True)
class OpenedList:
    """A buyer's list: its headings, what they were read as, and the list itself where that suffices."""

    path: Path
    headings: tuple[str, ...]
    columns: Mapping[RequirementField, str]
    listed: RequirementList | None
    remembered: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """The answers of a bid before its documents are made: without the pages that prove them."""

    offer: Offer
    answers: tuple[Answer, ...]


class TenderDesk:
    """Joins reader, answers and documents. What is slow to read is read when it is first used."""

    def __init__(self, size: Callable[[Project, date], Assessment]) -> None:
        self._size = size

    def open(self, path: Path, columns: Mapping[RequirementField, str] | None = None) -> OpenedList:
        """Open a buyer's list, with the columns that are said, or those of the last list with the same headings.

        Raises
        ------
        ImportProblem
            If it cannot be read.
        """
        from wizard.importers.requirements import open_requirements
        from wizard.persistence.settings import read_settings

        headings, listed = open_requirements(path, _by_name(columns))
        known = next((one for one in read_settings().requirement_lists if one.headings == headings), None)
        if columns is None and known is not None:
            columns = known.columns
            headings, listed = open_requirements(path, _by_name(columns))
        read: Mapping[RequirementField, str] = (listed.headings if listed is not None else columns) or {}
        return OpenedList(path, headings, read, listed, remembered=known is not None and columns == known.columns)

    def open_named(self, path: Path, named: Mapping[RequirementField, str]) -> OpenedList:
        """Open a buyer's list with some columns named; they win over what was remembered of the others.

        Raises
        ------
        ImportProblem
            If it cannot be read.
        """
        opened = self.open(path)
        if not named:
            return opened
        taken = set(named.values())
        kept = {field: words for field, words in opened.columns.items() if opened.remembered and words not in taken}
        return self.open(path, {**kept, **named})

    def remember(self, opened: OpenedList) -> None:
        """Remember what the headings of a list mean.

        Raises
        ------
        SaveFault
            If the settings cannot be written.
        """
        from wizard.persistence.settings import read_settings, write_settings

        mapping = RequirementMapping(headings=opened.headings, columns=dict(opened.columns))
        write_settings(read_settings().with_requirement_list(mapping))

    def draft(self, project: Project, listed: RequirementList, on: date) -> Draft:
        """Answer a list from the design.

        Raises
        ------
        InputFault
            If there is no design to offer.
        """
        from wizard.flow.offers import make_offer
        from wizard.flow.positions import change_terms
        from wizard.flow.tender_answers import answers

        bid = change_terms(project, mode="tender")
        offer = make_offer(bid, self._size(bid, on), on=on)
        return Draft(offer, answers(listed, offer, bid))

    def again(self, project: Project, listed: RequirementList, draft: Draft) -> tuple[Answer, ...]:
        """Return the answers after the bidder has changed one of them; the design is as before."""
        from wizard.flow.tender_answers import answers

        return answers(listed, draft.offer, project)

    def bundle(
        self, project: Project, opened: OpenedList, on: date, language: Language,
        progress: Callable[[int], None] = lambda percent: None, look: Order = USUAL,
    ) -> Bundle:  # fmt: skip
        """Make the bid with all its documents, in the branding that an offer would have; of ``look`` it is all."""
        from wizard.flow.quoting import brand_of
        from wizard.flow.tender_bundle import make_bundle

        columns = _by_name(opened.columns)
        return make_bundle(project, opened.path, self._size, on, language, columns, progress, brand_of(look))

    def write(self, bundle: Bundle, folder: Path, language: Language, *, draft: bool) -> tuple[Path, ...]:
        """Write the files of a bid; see :func:`wizard.flow.tender_bundle.write_bundle`."""
        from wizard.flow.tender_bundle import write_bundle

        return write_bundle(bundle, folder, language, draft=draft)


def _by_name(columns: Mapping[RequirementField, str] | None) -> dict[str, str]:
    return {str(field): heading for field, heading in (columns or {}).items()}

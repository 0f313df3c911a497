"""Step 3: where it runs, and what lies between the places."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtWidgets import QWidget

from wizard.documents.site_map import site_scene, site_words
from wizard.flow.answers import changed, new_link, remove_sites, rename_site
from wizard.model.project import Project, Site, SiteLink
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.entry import NumberEntry, TextEntry
from wizard.ui.i18n import tr
from wizard.ui.models.columns import Column, Option
from wizard.ui.pages.page import Page
from wizard.ui.session import Session
from wizard.ui.turns import Steps
from wizard.ui.widgets.base import Card
from wizard.ui.widgets.drawing import Drawing
from wizard.ui.widgets.table import RowsTable


def _roles(project: Project) -> list[Option]:
    return [
        ("data", tr("data: holds guests")),
        ("witness", tr("witness: only a vote")),
        ("branch", tr("branch office")),
    ]


def _names(project: Project) -> list[Option]:
    return [(site.name, site.name) for site in project.sites]


def _end(number: int) -> Callable[[SiteLink], str]:
    def get(link: SiteLink) -> str:
        return link.between[number]

    return get


def _put_end(number: int) -> Callable[[Project, int, Any], Project]:
    def put(project: Project, row: int, value: Any) -> Project:
        link = project.site_links[row]
        ends = (value, link.between[1]) if number == 0 else (link.between[0], value)
        links = list(project.site_links)
        links[row] = changed(link, between=ends)
        return changed(project, site_links=tuple(links))

    return put


def _site_columns() -> tuple[Column, ...]:
    return (
        Column("name", Text("Site"), TextEntry(), put=rename_site),
        Column("role", Text("Role"), TextEntry(), 220, options=_roles),
    )


def _link_columns() -> tuple[Column, ...]:
    return (
        Column("from", Text("From"), TextEntry(), 160, options=_names, get=_end(0), put=_put_end(0), field="between"),
        Column("to", Text("To"), TextEntry(), 160, options=_names, get=_end(1), put=_put_end(1), field="between"),
        Column("rtt_ms", Text("Round trip, ms"), NumberEntry("ms"), 130, numeric=True),
        Column("gbps", Text("Bandwidth, Gbit/s"), NumberEntry("Gbit/s"), 150, numeric=True),
    )


class SitesPage(Page):
    """One place needs no row; several are named, with their links."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            session,
            Text("Where does it run?"),
            Text("A single place needs no entry. Round-trip times decide what can be stretched between places."),
        )

    def cards(self) -> Iterator[QWidget]:
        """Make the tables, and the map between them."""
        session = self.session
        self.sites = RowsTable(
            session, "sites", Text("Sites"), _site_columns(), self._new_site, remove=self._on_remove, repeats=False
        )
        self.sites.empty.setText(tr("One site, without a name. Add rows when there are more."))
        self.links = RowsTable(session, "site_links", Text("Links"), _link_columns(), self._new_link, repeats=False)
        self.links.empty.setText(tr("No links yet. With two sites or more, add what lies between them."))
        hint = tr("Leave empty what is not known: an unknown round-trip time is not zero.")
        for title, words, table in ((tr("Sites"), "", self.sites), (tr("Links"), hint, self.links)):
            card = Card(title, words)
            card.add(table)
            self.follow(table)
            yield card
            if table is self.sites:
                yield self._map_card()

    def _map_card(self) -> Card:
        self.map_card = Card(tr("How the places lie"))
        self.map = Drawing(tr("Sites and links"))
        self.map_card.add(self.map)
        return self.map_card

    def showing(self) -> Steps:
        """Show the rows, and draw what they say."""
        yield from super().showing()
        project, language = self.session.project, i18n.current()
        self.map_card.setVisible(bool(project.sites))
        self.map.setAccessibleDescription(site_words(project, language))
        if project.sites:
            self.map.show_scene(lambda measure, width: site_scene(project, language, measure, width))

    def _new_site(self) -> Site:
        taken = {site.name for site in self.session.project.sites}
        number = 1
        while (name := tr("Site {n}", n=number)) in taken:
            number += 1
        return Site(name=name)

    def _new_link(self) -> SiteLink | None:
        return new_link(self.session.project)

    def _on_remove(self, rows: set[int]) -> None:
        self.session.change(remove_sites(self.session.project, rows), Text("Sites deleted"))

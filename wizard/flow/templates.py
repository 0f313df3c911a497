"""Projects to begin with: the examples of ``templates/examples`` without their invented customers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wizard.assets import Assets, folder
from wizard.flow.answers import changed
from wizard.model.project import Customer, Project
from wizard.model.text import Language, Text
from wizard.persistence.projects import read_project


@dataclass(frozen=True, slots=True)
class Template:
    """A project to begin with: what it is called, and in one sentence what it contains."""

    id: str
    title: Text
    text: Text

    @property
    def path(self) -> Path:
        """The example that it is made of."""
        return folder(Assets.TEMPLATES) / "examples" / f"{self.id}.json"


TEMPLATES: Final = (
    Template(
        "branch-shop", Text("Shop"), Text("One server for tills, files and cameras; it is repaired when it breaks.")
    ),
    Template("branch-office", Text("Branch office"), Text("Two small servers that cover for each other.")),
    Template(
        "small-company-ha", Text("Small company with HA"), Text("Office servers on two nodes, 15 minutes lost at most.")
    ),
    Template(
        "vmware-replacement", Text("VMware replacement"), Text("100 guests move to a cluster that loses nothing.")
    ),
    Template("san-reuse", Text("Existing SAN"), Text("New nodes for storage that stays, with a copy on tape.")),
    Template("data-centre", Text("Data centre"), Text("750 guests; two nodes may fail at the same time.")),
    Template("two-sites", Text("Two sites"), Text("One cluster over two places, with a witness at a third.")),
    Template("fleet", Text("Fleet"), Text("Headquarters and six branches, each with a server of its own.")),
)  # fmt: skip


def from_template(template: Template, language: Language) -> Project:
    """Return a new project like a template: its customer is not known yet, its names speak the user's language."""
    example = read_project(template.path)
    named = {site.name: language.translate(site.name) for site in example.sites}
    groups = tuple(
        changed(group, name=language.translate(group.name), **({"site": named[group.site]} if group.site else {}))
        for group in example.workload.groups
    )
    links = tuple(
        changed(link, between=(named[link.between[0]], named[link.between[1]])) for link in example.site_links
    )
    return changed(
        example,
        title=language.translate(example.title),
        customer=Customer.model_validate({"language": language.code} if language.code != "en" else {}),
        workload=changed(example.workload, groups=groups),
        sites=tuple(changed(site, name=named[site.name]) for site in example.sites),
        site_links=links,
    )

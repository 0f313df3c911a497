"""Assessments, inventories and capacities as lines of text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wizard.model.assessment import Assessment, Design, Finding, JudgedTopology
from wizard.model.inventory import Inventory
from wizard.model.layout import CephCapacity, ZfsCapacity
from wizard.model.names import LEVELS, ROLES, TOPOLOGIES, VERDICTS
from wizard.model.project import Project
from wizard.model.text import Language, Text


def assessment_lines(project: Project, assessment: Assessment, language: Language) -> Iterator[str]:
    """Yield the assessment: what is needed, the recommended design, the other topologies, the assumptions."""

    def say(template: str, **values: object) -> str:
        return Text(template, **values).render(language)

    demand = assessment.demand
    yield project.title
    yield say(
        "Guests today: {guests}. Needed at the end of the planned years: {vcpus} vCPUs, {memory:size} memory, "
        "{disk:size} of disks",
        guests=demand.guests, vcpus=demand.vcpus, memory=demand.memory_bytes, disk=demand.disk_bytes,
    )  # fmt: skip
    yield ""
    best = assessment.best
    yield say("Recommended: {topology}", topology="–" if best is None else best.id)
    if best is not None and best.design is not None:
        yield f"  {TOPOLOGIES[best.id].render(language)}"
        yield f"  {assessment.recommendation.render(language)}"
        yield from (f"  {line}" for line in _design_lines(best.design, assessment.priced_on, language))
    else:
        yield f"  {assessment.recommendation.render(language)}"
    yield ""
    yield say("All topologies:")
    for judged in assessment.topologies:
        yield f"  {_judged_line(judged, assessment.currency, language)}"
    yield ""
    yield say("Assumptions:")
    for assumption in (*assessment.assumptions, *assessment.rules_changed):
        yield f"  {assumption.text.render(language)}"
    yield ""
    yield language.translate(assessment.catalogue_label)
    yield say("Fingerprint: {print}", print=assessment.fingerprint)


def _design_lines(design: Design, on: date, language: Language) -> Iterator[str]:
    for nodes in design.nodes:
        place = f" ({nodes.site})" if nodes.site else ""
        if not nodes.sockets:  # a small machine that is bought as a whole
            yield Text(
                "{count} × {role}{place}: {platform}",
                count=nodes.count, role=ROLES[nodes.role], place=place, platform=nodes.platform_text,
            ).render(language)  # fmt: skip
            continue
        yield Text(
            "{count} × {role}{place}: {platform}, {sockets} × {cpu}, {memory:size}",
            count=nodes.count, role=ROLES[nodes.role], place=place, platform=nodes.platform_text,
            sockets=nodes.sockets, cpu=nodes.cpu_text or "–", memory=nodes.memory_bytes,
        ).render(language)  # fmt: skip
    storage, price = design.storage, design.price
    yield Text(
        "Storage: {raw:size} raw, {usable:size} promised, {needed:size} needed; {limit}",
        raw=storage.raw_bytes, usable=storage.usable_bytes, needed=storage.needed_bytes, limit=storage.limited_by,
    ).render(language)  # fmt: skip
    yield Text(
        "Price: {total:money} {currency} net over {years} years ({once:money} once, {yearly:money} per year)",
        total=price.total_net, currency=price.currency, years=price.years, once=price.once_net,
        yearly=price.per_year_net,
    ).render(language)  # fmt: skip
    yield Text(
        "Prices: {n} lines, {estimated} estimated, {stale} no longer valid on {day}",
        n=len(design.bill), estimated=sum(line.price_estimated for line in design.bill),
        stale=sum(line.price_stale for line in design.bill), day=on,
    ).render(language)  # fmt: skip
    yield from (_finding_line(finding, language) for finding in design.findings)


def _finding_line(finding: Finding, language: Language) -> str:
    return f"{LEVELS[finding.level].render(language)}: {finding.text.render(language)}"


def _judged_line(judged: JudgedTopology, currency: str, language: Language) -> str:
    verdict = VERDICTS[judged.verdict].render(language)
    if judged.design is None:
        return f"{judged.id:<20} {verdict:<14} {judged.reasons[0].text.render(language)}"
    total = f"{language.money(judged.design.price.total_net)} {currency}"
    return f"{judged.id:<20} {verdict:<14} {total}"


def inventory_lines(inventory: Inventory, language: Language) -> Iterator[str]:
    """Yield the totals of an import, what was left out, and the audit."""
    totals, excluded, hosts = inventory.totals, inventory.excluded, inventory.hosts
    yield ", ".join(file.name for file in inventory.files)
    yield Text(
        "{guests} guests of {rows} rows: {on} on, {off} off, {suspended} suspended",
        guests=totals.guests, rows=totals.rows, on=totals.powered_on, off=totals.powered_off,
        suspended=totals.suspended,
    ).render(language)  # fmt: skip
    yield Text(
        "{vcpus} vCPUs, {memory:size} memory, {provisioned:size} provisioned, {used:size} used",
        vcpus=totals.vcpus, memory=totals.memory_bytes, provisioned=totals.provisioned_bytes, used=totals.used_bytes,
    ).render(language)  # fmt: skip
    yield Text(
        "Left out: {template} templates, {placeholder} placeholders, {vcls} vCLS, {ft} FT secondaries, "
        "{unnamed} unnamed",
        template=excluded.template, placeholder=excluded.placeholder, vcls=excluded.vcls, ft=excluded.ft_secondary,
        unnamed=excluded.unnamed,
    ).render(language)  # fmt: skip
    yield Text(
        "Hosts: {count}, {sockets} sockets, {cores} cores, {memory:size}",
        count=hosts.count, sockets=hosts.sockets, cores=hosts.cores, memory=hosts.memory_bytes,
    ).render(language)  # fmt: skip
    for entry in inventory.audit:
        yield f"{entry.level}: {entry.text} [{entry.where}]"


def capacity_lines(held: CephCapacity | ZfsCapacity, language: Language) -> Iterator[str]:
    """Yield what a layout holds, what limits it, and the findings."""
    for name, value in held.model_dump(include=_sizes(held)).items():
        yield f"{language.translate(name.removesuffix('_bytes')):<12} {language.size(value):>12}  {value}"
    yield held.limited_by.render(language)
    yield from (_finding_line(finding, language) for finding in held.findings)


def _sizes(held: CephCapacity | ZfsCapacity) -> set[str]:
    return {name for name in type(held).model_fields if name.endswith("_bytes")}

"""Products beside the cluster that a project asks for: Offline Mirror behind an air gap, Mail Gateway."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.engine.bill import Item
from wizard.engine.context import Context
from wizard.engine.workshop import cheapest_subscription
from wizard.model.assessment import Finding, Level
from wizard.model.text import Text


def companion_items(context: Context) -> list[Item]:
    """Return the subscriptions of the mail gateways, where the catalogue has a price for the level."""
    hosts, key = context.answers.mail_gateways, cheapest_subscription(context, "pmg")
    if not hosts or key is None:
        return []
    return [Item("subscriptions", key, hosts, Text("One subscription per mail gateway"), "year")]


def companion_findings(context: Context) -> tuple[Finding, ...]:
    """Return what an air gap and mail gateways ask for. A price that is not known is asked for, never made up."""
    return (*_offline_mirror(context), *_mail_gateway(context))


OFFLINE_LEVELS = ("standard", "premium")
"""Subscription levels with an offline key."""


def _offline_mirror(context: Context) -> Iterator[Finding]:
    answers, rules = context.answers, context.rules
    if not answers.air_gapped:
        return
    text = Text(
        "Air gap: Proxmox Offline Mirror brings packages and keys to the machines. Its key is not in the bill: ask "
        "sales@proxmox.com for the price, which may be nothing if most hosts have Standard or Premium."
    )
    yield context.finding(Level.ADVICE, "mirror.levels", text)
    text = Text(
        "Offline Mirror runs on a Debian machine with a way to the Internet: {storage:size} for Debian and Proxmox VE, "
        "on a file system with hard links, as on the medium that is carried over.",
        storage=rules.whole("mirror.storage"),
    )
    yield context.finding(Level.ADVICE, "mirror.storage", text)
    text = Text("Offline keys have to be refreshed at least every {days} days.", days=rules("mirror.refresh_days"))
    yield context.finding(Level.ADVICE, "mirror.refresh_days", text)
    if answers.subscription not in OFFLINE_LEVELS:
        text = Text("Keys for machines without the Internet belong to Standard and Premium: choose one of the two, or "
                    "ask Proxmox.")  # fmt: skip
        yield context.finding(Level.WARNING, "mirror.levels", text)


def _mail_gateway(context: Context) -> Iterator[Finding]:
    hosts, rules = context.answers.mail_gateways, context.rules
    if not hosts:
        return
    if cheapest_subscription(context, "pmg") is None:
        text = Text(
            "Mail gateways: {n}. This catalogue has no price for subscriptions of this level. The price must be "
            "asked; nothing of it is in the bill.",
            n=hosts,
        )
        yield context.finding(Level.WARNING, "mail.keys_per_host", text)
    text = Text(
        "Each mail gateway is a machine or guest with {memory:size} of memory and redundant storage; as guests they "
        "belong in the workload.",
        memory=rules.whole("mail.memory"),
    )
    yield context.finding(Level.ADVICE, "mail.memory", text)
    if hosts == 1:
        text = Text("One mail gateway: while it is down mail waits. A second one in a cluster takes over.")
        yield context.finding(Level.ADVICE, "mail.keys_per_host", text)

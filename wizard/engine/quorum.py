"""Votes: what a cluster may lose and still decide."""

from __future__ import annotations

from fractions import Fraction

from wizard.engine.ledger import Ledger
from wizard.model.assessment import Quorum
from wizard.model.rulebook import Rulebook
from wizard.model.text import Text

REFORM = "factor * (token + max(nodes - 2, 0) * coefficient)"


def reform_seconds(members: int, coefficient: str, rules: Rulebook) -> Fraction:
    """Return the same for a token coefficient, named by its rule [s]."""
    grown = rules("cluster.token_s") + max(members - 2, 0) * rules(coefficient)
    return rules("cluster.reform_factor") * grown


def wants_qdevice(nodes: int) -> bool:
    """Whether a QDevice belongs to a cluster: on even counts only, where it gives one vote.

    On an odd count it would have all votes but one, and be a point of failure itself.

    References
    ----------
    Proxmox VE Administration Guide, Cluster Manager, Corosync External Vote Support.
    """
    return nodes > 1 and nodes % 2 == 0


def fewest_nodes(failures: int, rules: Rulebook) -> int:
    """Return the fewest nodes of a cluster that keep a majority after ``failures``, and at least three.

    An even count has a QDevice, so 2·failures nodes do.

    Examples
    --------
    >>> from wizard.persistence.rulebook import bundled_rulebook
    >>> [fewest_nodes(failures, bundled_rulebook()) for failures in (0, 1, 2, 3)]
    [3, 3, 4, 6]
    """
    return max(rules.whole("cluster.nodes_minimum"), 2 * failures)


def quorum(nodes: int, qdevice: bool, tie_breaker: bool, ledger: Ledger) -> Quorum:
    """Count the votes of a cluster.

    Parameters
    ----------
    nodes
        Compute nodes, one vote each.
    qdevice
        Whether a QDevice adds a vote.
    tie_breaker
        Whether a tie-breaker node adds a vote.

    Returns
    -------
    Quorum
        ``node_failures_tolerated`` counts nodes while the QDevice answers.
    """
    votes = ledger.figure(
        "quorum.votes",
        Text("Votes"),
        "nodes + qdevice + tie_breaker",
        "votes",
        {"nodes": nodes, "qdevice": int(qdevice), "tie_breaker": int(tie_breaker)},
    )
    needed = ledger.figure("quorum.needed", Text("Votes needed"), "floor(votes / 2) + 1", "votes", {"votes": votes})
    tolerated = ledger.figure(
        "quorum.node_failures_tolerated",
        Text("Node failures that leave a majority"),
        "votes - needed",
        "nodes",
        {"votes": votes, "needed": needed},
    )
    alone = ledger.figure(
        "quorum.node_failures_without_witness",
        Text("Node failures that leave a majority while the outside vote is missing"),
        "max(votes - outside - needed, 0)",
        "nodes",
        {"votes": votes, "outside": int(qdevice) + int(tie_breaker), "needed": needed},
    )
    return Quorum(votes, needed, tolerated, qdevice, tie_breaker, alone, _reform(nodes + int(tie_breaker), ledger))


def _reform(members: int, ledger: Ledger) -> Fraction | None:
    """Return the time until Corosync has agreed on the members that are left [s]; None for a node alone.

    References
    ----------
    Proxmox VE source, pve-cluster, commit a7b1c76 (F. Weber): 2.2 times the token time, which grows with the nodes.
    """
    if members == 1:
        return None
    return Fraction(
        ledger.figure(
            "quorum.reform_seconds",
            Text("Time until the remaining nodes agree on who is left"),
            REFORM,
            "s",
            {"nodes": members},
            factor="cluster.reform_factor",
            token="cluster.token_s",
            coefficient="cluster.token_coefficient_s",
        )
    )

"""Projects of different topologies on which the search and the solver are compared, with the whole catalogue.

In each of them the guests can be placed where the sums fit, so that the optimum of the sums, which is all that the
solver knows, is the optimum; that guests are placed one by one is proved by the tests of the placement.
"""

from tests.engine.conftest import group, make_context, make_project
from wizard.engine.machine import tie_breaker
from wizard.engine.search import cheapest
from wizard.engine.topologies import ALL
from wizard.engine.workshop import Workshop
from wizard.model.project import Topology

KINDS = {kind.id: kind for kind in ALL}
TWO_SITES = [{"name": "A"}, {"name": "B"}, {"name": "C", "role": "witness"}]
STORED = {"quorum_host": False, "storage": [{"kind": "iscsi", "usable": "120 TiB", "redundant": True}]}


def grown(*groups, **more):
    return {"groups": list(groups), "growth_percent_per_year": 8, "years": 4, **more}


CHOICES = {
    "Ceph with switches": (Topology.HCI_CEPH, {
        "workload": grown(group(count=180, vcpus=4, memory="12 GiB", disk="150 GiB", iops=90)),
        "preferences": {"max_nodes_per_site": 12}}),
    "large Ceph": (Topology.HCI_CEPH, {
        "workload": grown(group(count=690, vcpus=4, memory="16 GiB", disk="90 GiB"), group(count=200, vcpus=2)),
        "availability": {"node_failures": 2}, "preferences": {"max_nodes_per_site": 14, "cpu_vendor": "Intel"}}),
    "Ceph as full mesh": (Topology.HCI_CEPH_MESH, {
        "workload": grown(group(count=60, vcpus=6, memory="24 GiB", disk="400 GiB", iops=200))}),
    "cluster on existing storage": (Topology.CLUSTER_SHARED, {
        "workload": grown(group(count=150, vcpus=4, memory="16 GiB", disk="250 GiB")),
        "existing": STORED, "preferences": {"max_nodes_per_site": 16}}),
    "two nodes on existing storage": (Topology.TWO_NODE_SHARED, {
        "workload": grown(group(count=35, vcpus=2, memory="8 GiB", disk="80 GiB")), "existing": STORED}),
    "two replicated nodes": (Topology.TWO_NODE_REPLICATED, {
        "workload": grown(group(count=30, vcpus=2, memory="10 GiB", disk="200 GiB", iops=60)),
        "availability": {"rpo_minutes": 15}, "existing": {"quorum_host": False}}),
    "replicated cluster": (Topology.CLUSTER_REPLICATED, {
        "workload": grown(group(count=70, vcpus=3, memory="12 GiB", disk="120 GiB")),
        "availability": {"rpo_minutes": 30}}),
    "one node with ZFS": (Topology.SINGLE_ZFS, {
        "workload": grown(group(count=14, vcpus=4, memory="12 GiB", disk="500 GiB")),
        "availability": {"ha": False, "disk_failures": 2}}),
    "stretched over two sites": (Topology.STRETCH_CEPH, {
        "workload": grown(group(count=90, vcpus=4, memory="16 GiB", disk="180 GiB")),
        "sites": TWO_SITES, "availability": {"survive_site_loss": True}, "preferences": {"max_nodes_per_site": 6}}),
}  # fmt: skip


def prepared(name):
    """Return the context of a choice, its shapes, and the price of what stands besides [cents]."""
    topology, parts = CHOICES[name]
    context = make_context(make_project(**parts))
    kind = KINDS[topology]
    assert kind.against(context) == ()
    shapes = list(kind.shapes(context))
    once = tie_breaker(Workshop(context)).cents if any(shape.tie_breaker for shape in shapes) else 0
    return context, shapes, once


def searched(context, shapes, once):
    """Return the search's price [cents], with everything that it has to look up first."""
    return cheapest(shapes, Workshop(context), once).candidate.cents

"""What is lost and how long it takes: nothing is promised that the design has no room or no time for."""

import pytest

from tests.engine.conftest import DAY, group, make_project
from wizard.engine.assess import assess
from wizard.model.assessment import Verdict
from wizard.model.project import Topology

THREE_PLACES = [{"name": "Wien"}, {"name": "Graz"}, {"name": "Linz", "role": "witness"}]
LARGE = {"workload": {"groups": [group(disk="2 TiB")], "years": 0}, "backup": {"wanted": True}}


def test_a_single_node_is_offered_exactly_up_to_the_time_that_it_takes(catalogue, rules):
    """Repair and restore of everything count, not the repair alone."""

    def single(asked):
        project = make_project(**LARGE, availability={"ha": False, "rto_minutes": asked})
        return assess(project, catalogue, rules, DAY).judged(Topology.SINGLE_ZFS)

    takes = single(100_000).design.recovery.rto_minutes
    assert takes > rules("recovery.repair_minutes")
    assert single(takes).verdict is Verdict.FITS
    late = single(takes - 1)
    assert late.verdict is Verdict.EXCLUDED
    assert f"after {takes:,} min" in str(late.reasons[0].text)


def test_without_room_for_a_failed_node_no_restart_is_promised(catalogue, rules):
    found = assess(make_project(availability={"ha": True, "node_failures": 0}), catalogue, rules, DAY)
    recovery = found.judged(Topology.HCI_CEPH).design.recovery
    assert recovery.rto_minutes == rules("recovery.repair_minutes")
    assert "No node keeps room" in str(recovery.text)
    asked = make_project(availability={"ha": True, "node_failures": 0, "rto_minutes": 5})
    found = assess(asked, catalogue, rules, DAY)
    assert found.recommended is None
    assert all(one.verdict is Verdict.EXCLUDED for one in found.topologies)


def test_the_loss_of_a_site_is_survived_only_by_guests_that_restart_at_the_other(catalogue, rules):
    """Without HA, or with guests that are all bound to their node, the other site keeps no room."""
    cases = {
        True: ({"ha": True}, {}),
        False: ({"ha": False}, {}),
        None: ({"ha": True}, {"migratable": False}),
    }
    for survives, (availability, bound) in cases.items():
        project = make_project(
            sites=THREE_PLACES, availability={"survive_site_loss": True, **availability},
            workload={"groups": [group(**bound)], "years": 0}, backup={"wanted": True},
        )  # fmt: skip
        found = assess(project, catalogue, rules, DAY)
        stretch = found.judged(Topology.STRETCH_CEPH)
        assert (stretch.design is not None) is bool(survives)
        if stretch.design is not None:
            assert stretch.design.recovery.site_loss_survived
            assert found.recommended is Topology.STRETCH_CEPH
        else:
            assert "0 " in str(stretch.reasons[0].text)
            assert found.recommended is Topology.FLEET
            assert not found.best.design.recovery.site_loss_survived
            assert "closest offer" in str(found.recommendation)


@pytest.mark.parametrize("sites", [[], [{"name": "Wien"}, {"name": "Graz", "role": "branch"}]])
def test_backup_is_no_faster_than_the_network_between(sites, catalogue, rules):
    def restore(gbps):
        project = make_project(**LARGE, sites=sites, existing={"quorum_host": True, "switch_gbps": gbps})
        return assess(project, catalogue, rules, DAY).best.design.backup.restore_all_minutes

    assert restore(1) > 2 * restore(10)


def test_a_restore_is_no_faster_than_the_drives_that_take_it(catalogue, rules):
    """Drives of 10 MB/s in mirrors: each mirror takes 10 MB/s, whatever backup server and ports could send."""
    slow = tuple(one.model_copy(update={"write_mb_s": 10}) for one in catalogue.drives)
    project = make_project(**LARGE, availability={"ha": False}, preferences={"drive": "ssd-sata-ri-3.84tb"})
    times = {}
    for name, offered in (("as it is", catalogue), ("slow", catalogue.model_copy(update={"drives": slow}))):
        design = assess(project, offered, rules, DAY).judged(Topology.SINGLE_ZFS).design
        times[name] = design.recovery.rto_minutes
        assert design.backup.restore_all_minutes == times[name] - rules("recovery.repair_minutes")
        mirrors = design.nodes[0].drives[1].count // 2
    data = 10 * 2 * 2**40
    assert times["slow"] == -(-data // (mirrors * 10**7 * 60)) + rules("recovery.repair_minutes") > times["as it is"]


def test_a_budget_too_small_hides_no_requirement_that_is_not_met(catalogue, rules):
    """Two sites alone restore by hand; that is said within the budget, above it, and where the fleet is pinned."""
    parts = {"sites": THREE_PLACES[:2], "availability": {"survive_site_loss": True}, "backup": {"wanted": True}}
    for more in ({}, {"budget": {"net": "1000.00"}}, {"preferences": {"topology": "fleet"}}):
        found = assess(make_project(**parts, **more), catalogue, rules, DAY)
        assert found.recommended is Topology.FLEET
        assert "by hand" in str(found.recommendation)
        assert ("are missing" in str(found.recommendation)) == ("budget" in more)


def test_a_budget_is_named_only_where_one_was_stated(catalogue, rules):
    for more, named in (({}, False), ({"budget": {"net": "900000.00"}}, True)):
        found = assess(make_project(**more), catalogue, rules, DAY)
        assert ("budget" in str(found.recommendation)) is named

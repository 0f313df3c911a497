"""Backup: the worked examples of its model, copies elsewhere and on other media, and the 3-2-1 rule digit by digit."""

import dataclasses
from fractions import Fraction

import pytest

from tests.engine.conftest import DAY, group, make_context, make_project
from wizard.engine.assess import assess
from wizard.engine.backup import cheapest_server, cores_needed, special_bytes
from wizard.engine.extras import backup_plan
from wizard.engine.ledger import Ledger
from wizard.engine.media import cartridges_per_set, media
from wizard.engine.offsite import line_mbps, offsite, shares
from wizard.engine.workshop import Workshop
from wizard.model.assessment import Level
from wizard.model.catalogue import Catalogue
from wizard.model.project import Topology
from wizard.model.units import GIB, TB, TIB

TEN_TIB = {"groups": [group(count=10, disk="1 TiB")], "years": 0}
SITES = [{"name": "Wien"}, {"name": "Graz", "role": "branch"}, {"name": "Linz", "role": "branch"}]
SPREAD = {
    "groups": [
        group(count=10, disk="100 GiB"),
        group(count=4, disk="100 GiB", site="Graz"),
        group(count=6, disk="100 GiB", site="Linz"),
    ],
    "years": 0,
}


def asked(**backup):
    return {"wanted": True, "keep": {"daily": 7, "weekly": 4}, "daily_change_percent": 3, **backup}


def size(catalogue, rules, **parts):
    return assess(make_project(**parts), catalogue, rules, DAY)


def design(catalogue, rules, workload=TEN_TIB, **backup):
    return size(catalogue, rules, workload=workload, backup=asked(**backup)).best.design


def findings(found, rule):
    return [(one.level, str(one.text)) for one in found.findings if one.rule == rule]


def quantities(found):
    return {line.part: line.quantity for line in found.bill}


# --- the line: 10 TiB, 3 % a day, compressed 1.7 : 1 ---------------------------------------------------------------


def copy(mode="one-way", workload=TEN_TIB, sites=(), links=(), **backup):
    project = make_project(workload=workload, sites=sites, site_links=links, backup=asked(offsite=mode, **backup))
    context = make_context(project)
    ledger = Ledger(context.rules)
    return offsite(mode, backup_plan(Workshop(context)).server, context, ledger), ledger


def test_the_line_of_the_worked_example():
    """194 GB a day need 67 Mbit/s for 8 hours, of which a line reaches 80 %."""
    found, ledger = copy()
    assert round(found.daily_bytes / 10**9) == 194
    exact = next(one for one in ledger.calculations if one.key.endswith("mbps_needed"))
    assert float(Fraction(found.daily_bytes * 8, 8 * 3600) / Fraction("0.8") / 10**6) == pytest.approx(67.4, abs=0.05)
    assert found.mbps_needed == exact.result == 68  # 67 would not do
    assert copy(offsite_window_hours=16)[0].mbps_needed == 34


def test_the_first_copy_of_the_worked_example():
    """6.5 TB over 100 Mbit/s take 7.5 days: longer than a week, so it should travel on a medium."""
    found, _ = copy(offsite_mbps=100)
    assert found.seed_bytes == pytest.approx(6.47 * 10**12, rel=0.001)
    assert found.seed_hours / 24 == pytest.approx(7.5, abs=0.02)
    assert found.ship
    assert not copy(offsite_mbps=200)[0].ship
    assert found.daily_minutes == pytest.approx(67.4 / 100 * 8 * 60, abs=1)


def test_an_unknown_line_stays_unknown(catalogue, rules):
    found, _ = copy()
    assert (found.mbps_stated, found.seed_hours, found.daily_minutes, found.restore_largest_minutes) == (None,) * 4
    said = findings(design(catalogue, rules, offsite="one-way"), "offsite.link_share")
    assert said[0][0] is Level.WARNING
    assert "68 Mbit/s" in said[0][1]


def test_a_line_that_is_too_thin_is_a_warning(catalogue, rules):
    thin = findings(design(catalogue, rules, offsite="one-way", offsite_mbps=67), "offsite.link_share")
    assert [level for level, _ in thin] == [Level.WARNING]
    enough = design(catalogue, rules, offsite="one-way", offsite_mbps=68)
    assert not findings(enough, "offsite.link_share")
    assert findings(enough, "offsite.seed_days")


def test_links_between_the_sites_stand_in_for_the_line():
    links = [{"between": ["Wien", "Graz"], "gbps": 1}, {"between": ["Wien", "Linz"], "gbps": 0.1}]
    project = make_project(workload=SPREAD, sites=SITES, site_links=links, backup=asked(offsite="many-to-one"))
    assert line_mbps("many-to-one", make_context(project)) == 100
    # Graz and Linz are branches here: a second server is elsewhere, and so is an object store.
    assert line_mbps("one-way", make_context(project)) is line_mbps("object", make_context(project)) is None
    told = make_project(workload=SPREAD, sites=SITES, site_links=links, backup=asked(offsite_mbps=50))
    assert {line_mbps(mode, make_context(told)) for mode in ("one-way", "many-to-one", "object")} == {50}


def test_each_site_sends_its_own_share():
    context = make_context(make_project(workload=SPREAD, sites=SITES, backup=asked()))
    assert shares("one-way", context) == (1, 1)
    assert shares("many-to-one", context) == (Fraction(6, 20), Fraction(10, 20))  # not headquarters' own
    assert shares("two-way", context) == (Fraction(10, 20), Fraction(10, 20))
    found, _ = copy("many-to-one", SPREAD, SITES)
    assert found.namespaces == 3
    assert found.mbps_everything > found.mbps_needed


def test_two_ways_do_not_loop_and_the_roles_are_the_least(catalogue, rules):
    sites = [{"name": "Wien"}, {"name": "Graz"}]
    found = size(catalogue, rules, workload=TEN_TIB, sites=sites, backup=asked(offsite="two-way")).best.design
    assert "do not travel back" in findings(found, "offsite.namespace_levels")[0][1]
    pull = findings(found, "offsite.accounts")
    assert pull[0][0] is Level.ADVICE
    assert "DatastoreReader" in pull[0][1]
    push = findings(design(catalogue, rules, offsite="one-way", sync="push"), "offsite.accounts")
    assert push[0][0] is Level.WARNING
    assert "DatastoreBackup" in push[0][1]


# --- the server ----------------------------------------------------------------------------------------------------


def test_memory_follows_the_datastore(catalogue, rules):
    """4 GiB and 1 GiB for each TiB, 8 GiB at least."""
    found = design(catalogue, rules)
    server = next(nodes for nodes in found.nodes if nodes.role == "backup")
    (pool,) = {one.inputs["pool"] for one in found.calculations if one.key == "backup.memory_needed_bytes"}
    assert found.backup.memory_needed_bytes == max(8, 4 + -(-pool // TIB)) * GIB
    assert server.memory_bytes >= found.backup.memory_needed_bytes


def test_the_metadata_mirror_is_large_enough(catalogue, rules):
    """2 GiB for the folders of each datastore and 1 % of the pool."""
    assert special_bytes(100 * TIB, 1, rules) == 2 * GIB + TIB
    assert special_bytes(100 * TIB, 3, rules) == 6 * GIB + TIB
    found = design(catalogue, rules)
    drives = {drive.use: drive for nodes in found.nodes if nodes.role == "backup" for drive in nodes.drives}
    assert drives["special"].bytes >= found.backup.special_needed_bytes
    assert drives["special"].count >= 2


def test_cores_follow_the_streams(catalogue, rules):
    assert [cores_needed(streams, rules) for streams in (1, 4, 5, 16)] == [4, 4, 5, 16]
    found = design(catalogue, rules, streams=20)
    server = next(nodes for nodes in found.nodes if nodes.role == "backup")
    assert server.cores >= 20 == found.backup.cores_needed


def test_the_slowest_part_decides_how_long_it_takes(catalogue, rules):
    """Over 1 Gbit/s everything is read at 110 MB/s; a few hard disks read 80 MB/s each."""
    thin = size(catalogue, rules, workload=TEN_TIB, existing={"quorum_host": True, "switch_gbps": 1}, backup=asked())
    assert thin.best.design.backup.restore_all_minutes == -(-10 * TIB // 110_000_000 // 60) + 0
    wide = design(catalogue, rules)
    disks = sum(drive.count for one in wide.nodes for drive in one.drives if drive.use == "backup")
    rate = min(disks * 80_000_000, 400_000_000)
    assert wide.backup.restore_all_minutes == pytest.approx(10 * TIB / rate / 60, abs=1)
    assert wide.backup.verify_minutes == pytest.approx(
        wide.backup.stored.typical_bytes / min(disks * 80_000_000, 3_000_000_000) / 60, abs=1
    )


# --- tape, removable disks, object store ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stored", "cartridges"),
    [(1, 1), (17_100_000_000_000, 1), (17_100_000_000_001, 2), (40 * TB, 3), (100 * TB, 6)],
)
def test_cartridges_of_a_set(stored, cartridges, rules):
    """18 TB native, filled to 95 %: 17.1 TB each."""
    assert cartridges_per_set(stored, 18 * TB, rules) == cartridges


def chosen(stored, catalogue=None, **backup):
    context = make_context(make_project(workload=TEN_TIB, backup=asked(**backup)), catalogue)
    return media(stored, context)


def test_the_device_holds_a_set_without_a_hand():
    assert chosen(10 * TB, tape=True).tape.device.id == "tape-lto9-desktop"
    several = chosen(40 * TB, tape=True).tape
    assert (several.device.id, several.per_set, several.sets) == ("tape-lto9-autoloader", 3, 5)
    assert chosen(130 * TB, tape=True).tape.device.id == "tape-lto9-library"  # 8 cartridges, 7 slots beside cleaning
    assert chosen(100 * TB, tape=True).tape.device.id == "tape-lto9-library"  # one drive takes more than half a week
    too_much = chosen(1000 * TB, tape=True).tape
    assert too_much.by_hand
    assert too_much.per_set == 59


def test_tape_is_in_the_bill_and_kept_busy(catalogue, rules):
    found = design(catalogue, rules, tape=True, tape_sets=4)
    bought = quantities(found)
    tape = found.backup.tape
    assert (bought["tape-media-lto9"], bought["hba-9500-8e"], bought["tape-cleaning"]) == (4 * tape.per_set, 1, 1)
    assert bought[tape.device] == 1
    disks = sum(drive.count for one in found.nodes for drive in one.drives if drive.use == "backup")
    assert disks * 80 >= 300
    assert tape.job_hours == -(-found.backup.stored.typical_bytes // (300 * 10**6 * 3600))
    plain = design(catalogue, rules)
    assert found.price.once_net > plain.price.once_net + 7_000
    assert found.power.typical_watts > plain.power.typical_watts


def test_tape_without_parts_is_said(catalogue, rules):
    bare = Catalogue.model_validate({**catalogue.model_dump(), "tape_drives": ()})
    found = design(bare, rules, tape=True)
    assert found.backup.tape is None
    assert findings(found, "tape.fill")[0][0] is Level.WARNING
    assert "tape" not in found.backup.copy_rule.media


def test_removable_disks_rotate_in_free_bays(catalogue, rules):
    found = design(catalogue, rules, removable=True, removable_sets=3)
    kept = found.backup.removable
    assert kept.usable_bytes >= found.backup.stored.typical_bytes
    line = next(one for one in found.bill if "Removable sets" in str(one.because))
    assert (line.part, line.quantity) == (kept.part, 3 * kept.per_set)
    platform = catalogue.parts[next(nodes.platform for nodes in found.nodes if nodes.role == "backup")]
    disks = sum(drive.count for one in found.nodes for drive in one.drives if drive.use == "backup")
    assert disks + kept.per_set <= sum(bay.count for bay in platform.bays if bay.form == "3.5in")


def test_more_than_the_bays_hold_is_not_billed(catalogue, rules):
    workload = {"groups": [group(count=150, disk="1 TiB")], "years": 0}
    found = design(catalogue, rules, workload, removable=True, keep={"daily": 14, "weekly": 8, "monthly": 12})
    assert found.backup.removable is None
    assert findings(found, "removable.filesystems")[0][0] is Level.WARNING


def test_an_object_store_needs_a_cache_and_is_not_immutable(catalogue, rules):
    found = design(catalogue, rules, s3=True)
    assert found.backup.object_store.cache_bytes == 128 * GIB
    assert found.backup.usable_bytes >= found.backup.stored.typical_bytes + 128 * GIB
    assert findings(found, "s3.object_lock")
    assert found.backup.copy_rule.offsite == 1
    assert found.backup.copy_rule.offline == 0
    assert found.backup.offsite_copy.mbps_needed == 68  # it goes over a line as well


# --- the 3-2-1 rule ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("backup", "copies", "kinds", "away", "offline"),
    [
        ({}, 2, 1, 0, 0),  # three replicas in Ceph, and still two copies
        ({"offsite": "one-way"}, 3, 1, 1, 1),
        ({"offsite": "one-way", "sync": "push"}, 3, 1, 1, 0),
        ({"tape": True}, 3, 2, 0, 1),
        ({"offsite": "one-way", "tape": True}, 4, 2, 1, 2),
        ({"removable": True}, 3, 2, 0, 1),
        ({"s3": True}, 3, 2, 1, 0),
    ],
)
def test_the_rule_digit_by_digit(backup, copies, kinds, away, offline, catalogue, rules):
    found = design(catalogue, rules, **backup)
    rule = found.backup.copy_rule
    assert (rule.copies, len(rule.media), rule.offsite, rule.offline) == (copies, kinds, away, offline)
    lacking = {
        "backup.copies": copies < 3,
        "backup.media_kinds": kinds < 2,
        "backup.offsite_copies": away < 1,
        "backup.offline_copies": offline < 1,
    }
    assert {name: bool(findings(found, name)) for name in lacking} == lacking
    assert len(rule.missing) == sum(lacking.values())


def test_a_short_history_is_a_warning(catalogue, rules):
    assert findings(design(catalogue, rules, keep={"daily": 14}), "backup.oldest_days")
    assert not findings(design(catalogue, rules, keep={"daily": 31}), "backup.oldest_days")


# --- keys and borders of deduplication -----------------------------------------------------------------------------


def test_separate_keys_cost_what_they_do_not_share(catalogue, rules):
    def shared(domains):
        project = make_project(workload=TEN_TIB, rules={"backup.dedup": 2}, backup=asked(domains=domains))
        return assess(project, catalogue, rules, DAY).best.design.backup

    one, two, four = shared(1), shared(2), shared(4)
    cost = two.stored.typical_bytes - one.stored.typical_bytes
    assert cost == pytest.approx(10 * TIB / 1.7 / 2, rel=1e-9)
    assert two.domains_cost_bytes == pytest.approx(cost, abs=2)
    assert one.domains_cost_bytes == 0
    assert four.stored == two.stored  # nothing is left to share


def test_encryption_is_said(catalogue, rules):
    found = design(catalogue, rules, encrypted=True, domains=2)
    assert "paper" in findings(found, "backup.key_copies")[0][1]
    assert "SHA-256" in findings(found, "backup.key_checks")[0][1]
    assert findings(found, "backup.dedup_border")


# --- air gap and mail ----------------------------------------------------------------------------------------------


def test_behind_an_air_gap_the_price_is_asked_for(catalogue, rules):
    basic = {"subscription": "basic"}
    found = size(catalogue, rules, air_gapped=True, preferences=basic).best.design
    assert not any("mirror" in line.part for line in found.bill)
    said = findings(found, "mirror.levels")
    assert any("sales@proxmox.com" in text for _, text in said)
    assert Level.WARNING in {level for level, _ in said}  # Basic has no offline key
    standard = size(catalogue, rules, air_gapped=True, preferences={"subscription": "standard"}).best.design
    assert {level for level, _ in findings(standard, "mirror.levels")} == {Level.ADVICE}


def test_mail_gateways_are_billed_where_a_price_is_known(catalogue, rules):
    community = size(catalogue, rules, mail_gateways=2, preferences={"subscription": "community"}).best.design
    line = next(one for one in community.bill if one.part == "pmg-community")
    assert (line.quantity, line.net, line.per) == (2, 380, "year")
    assert not findings(community, "mail.keys_per_host")
    basic = size(catalogue, rules, mail_gateways=2).best.design
    assert not any(line.part.startswith("pmg") for line in basic.bill)
    assert findings(basic, "mail.keys_per_host")[0][0] is Level.WARNING


# --- a fleet -------------------------------------------------------------------------------------------------------


def fleet(catalogue, rules, **parts):
    found = size(catalogue, rules, workload=SPREAD, sites=SITES, backup=asked(), **parts)
    return found.judged(Topology.FLEET).design


def test_branches_back_up_to_headquarters(catalogue, rules):
    found = fleet(catalogue, rules, mail_gateways=2, preferences={"subscription": "community"})
    copy = found.backup.offsite_copy
    assert (copy.mode, copy.namespaces) == ("many-to-one", 3)
    assert found.backup.copy_rule.offsite == 0  # headquarters' own backup stands at headquarters
    assert findings(found, "backup.offsite_copies")
    assert "API token" in findings(found, "offsite.accounts")[0][1]
    assert quantities(found)["pmg-community"] == 2  # once, not once a site
    assert [len(findings(found, rule)) for rule in ("offsite.accounts", "backup.verify_days")] == [1, 1]


def test_a_branch_is_restored_over_its_line(catalogue, rules):
    single = {"ha": False}
    unknown = fleet(catalogue, rules, availability=single)
    by_site = {one.site: one.design.recovery.rto_minutes for one in unknown.per_site}
    assert by_site["Wien"] is not None
    assert by_site["Graz"] is None
    links = [{"between": ["Wien", "Graz"], "gbps": 0.1}, {"between": ["Wien", "Linz"], "gbps": 1}]
    known = fleet(catalogue, rules, availability=single, site_links=links)
    graz = next(one.design.recovery.rto_minutes for one in known.per_site if one.site == "Graz")
    data = 4 * 100 * GIB / 1.7
    assert graz == pytest.approx(rules("recovery.repair_minutes") + data * 8 / (100e6 * 0.8) / 60, abs=1)


# --- every figure has its calculation ------------------------------------------------------------------------------


def test_every_figure_of_the_backup_has_its_calculation(catalogue, rules):
    found = design(catalogue, rules, offsite="one-way", offsite_mbps=100, tape=True, removable=True, s3=True, domains=2)
    made = {one.key: one.result for one in found.calculations}
    given = {
        "servers", "domains", "sets", "drives", "namespaces", "window_hours", "mbps_stated", "cache_bytes",
        "stored_bytes", "copies_wanted", "media_wanted", "offsite_wanted", "offline_wanted",
    }  # fmt: skip

    def walk(record, path):
        for field in dataclasses.fields(record):
            value, key = getattr(record, field.name), f"{path}.{field.name}"
            if dataclasses.is_dataclass(value) and not isinstance(value, str) and hasattr(value, "__slots__"):
                if key != "backup.stored" and type(value).__name__ != "Text":
                    walk(value, key)
            elif isinstance(value, int | Fraction) and not isinstance(value, bool) and field.name not in given:
                assert made.get(key) == value, key

    walk(found.backup, "backup")


def test_behind_an_air_gap_keys_and_object_stores_follow_the_gap(catalogue, rules):
    """Offline keys belong to Standard and Premium, and no object store is a copy that could be made."""
    gapped = make_project(air_gapped=True, backup={"wanted": True, "s3": True})
    found = assess(gapped, catalogue, rules, DAY)
    assert found.best.design.backup.copy_rule.copies == 2
    assert found.best.design.backup.copy_rule.offsite == 0
    assumed = next(one for one in found.assumptions if one.key == "preferences.subscription")
    assert assumed.value == "standard"


def test_what_one_server_cannot_hold_is_shared_by_the_fewest_that_can(catalogue, rules):
    """Each holds its share; one server less could not, and the times are those of shares side by side."""
    project = make_project(
        workload={"groups": [group(count=400, disk="3 TiB", memory="4 GiB")], "years": 0},
        existing={"storage": [{"kind": "fc", "usable": "2000 TiB", "redundant": True}]},
        backup={"wanted": True, "tape": True, "offsite": "one-way"}, sites=[{"name": "A"}],
    )  # fmt: skip
    workshop = Workshop(make_context(project, catalogue, rules))
    plan = backup_plan(workshop)
    assert plan.each > 1
    assert plan.servers == 2 * plan.each
    assert plan.each * plan.server.usable >= plan.stored.typical_bytes
    fewer = plan.each - 1
    assert cheapest_server(-(-plan.stored.typical_bytes // fewer), workshop, plan.media) is None
    design = assess(project, catalogue, rules, DAY).judged(Topology.CLUSTER_SHARED).design
    servers = [one for one in design.nodes if one.role == "backup"]
    assert sum(one.count for one in servers) == plan.servers
    assert [one.site for one in servers] == ["A"] * plan.each + [None] * plan.each
    tapes = [line.quantity for line in design.bill if line.part == plan.media.tape.device.id]
    assert tapes == [plan.each]
    assert any("share the guests" in str(one.text) for one in design.findings)
    # Two copies at the other place are still one more copy of the data.
    assert design.backup.copy_rule.offsite == 1


def test_more_than_all_servers_hold_is_said_and_not_billed(catalogue, rules):
    project = make_project(
        workload={"groups": [group(count=4000, disk="10 TiB", memory="4 GiB")], "years": 0},
        existing={"storage": [{"kind": "fc", "usable": "90000 TiB", "redundant": True}]}, backup={"wanted": True},
    )  # fmt: skip
    design = assess(project, catalogue, rules, DAY).judged(Topology.CLUSTER_SHARED).design
    assert design.backup is None
    assert any("none is in this bill" in str(one.text) for one in design.findings)


def test_a_copy_that_falls_behind_every_day_is_none(catalogue, rules):
    """Exactly the line that is needed counts; one Mbit/s less does not, and the rule says what is missing."""

    def rule(mbps):
        backup = {"wanted": True, "offsite": "one-way", "sync": "pull", "offsite_mbps": mbps}
        project = make_project(workload={"groups": [group(count=100)], "years": 0}, backup=backup)
        return assess(project, catalogue, rules, DAY).best.design.backup

    needed = rule(None).offsite_copy.mbps_needed
    for mbps, copies in ((None, 1), (needed, 1), (needed - 1, 0)):
        found = rule(mbps).copy_rule
        assert (found.offsite, found.offline) == (copies, copies)
        assert found.copies == 2 + copies
        assert any("another place" in str(one) for one in found.missing) == (copies == 0)


def test_copies_without_backups_are_said_to_be_missing(catalogue, rules):
    project = make_project(backup={"wanted": False, "tape": True})
    design = assess(project, catalogue, rules, DAY).best.design
    assert any("Copies of backups are asked for" in str(one.text) for one in design.findings)
    plain = assess(make_project(backup={"wanted": False}), catalogue, rules, DAY).best.design
    assert not any("Copies of backups are asked for" in str(one.text) for one in plain.findings)

"""Pins as a what-if, without a window."""

from dataclasses import replace

from tests.documents import sample
from wizard.flow.whatif import against, pinned, released
from wizard.model.assessment import Reason, Verdict
from wizard.model.project import Preferences, Topology
from wizard.model.text import Text


def project(**preferences: object):  # type: ignore[no-untyped-def]
    return sample.project().model_copy(update={"preferences": Preferences.model_validate(preferences)})


def test_only_pins_are_let_go() -> None:
    one = project(cpu_vendor="AMD", copies=2, nodes_per_site=4)
    assert pinned(one) == ("nodes_per_site", "copies")
    assert released(one).preferences == Preferences(cpu_vendor="AMD")


def test_what_stands_against_pins() -> None:
    made = sample.assessment(sample.design())
    reason = Reason("ceph.copies", Text("too few nodes"), "a source")
    out = {"design": None, "verdict": Verdict.EXCLUDED, "reasons": (reason,)}
    none = replace(made, recommended=None, topologies=tuple(replace(one, **out) for one in made.topologies))
    assert against(project(), none) == ()
    assert against(project(copies=9), none) == (reason,)
    assert against(project(copies=9), made) == ()
    assert made.recommended is not None
    assert against(project(topology=made.recommended), made) == ()
    assert against(project(topology=Topology.HCI_CEPH), none) == (reason,)

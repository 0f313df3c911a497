"""What the offer contains, what the customer provides for it, and what is not in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from wizard.documents.blocks import Block, Fact, Facts, Heading, Paragraph, cut
from wizard.documents.naming import contact_words
from wizard.documents.source import Source
from wizard.documents.words import NAME
from wizard.model.cabling import CableRun
from wizard.model.names import STORAGES, listed
from wizard.model.offer import OfferLine
from wizard.model.text import Text
from wizard.model.told import cores_to_license, has_core_licences, lacks_linux

_WORK = ("services", "training", "support")
_LAN, _ARRAY = "lan", "array"
"""The customer's network and storage, as the cabling names them."""
_MOST_STORES = 6


def scope_chapter(source: Source) -> Iterable[Block]:
    """Return the chapter that a customer reads before signing."""
    say = source.voice.say
    yield Heading(1, say(Text("What is included, and what you provide")), "scope")
    yield Facts(tuple(_included(source)))
    yield Heading(2, say(Text("What you provide")), "provided")
    yield Facts(tuple(_provided(source)))
    yield Heading(2, say(Text("What is not included")), "not-included")
    yield Paragraph(" ".join(say(words) for words in _left_out(source)))
    yield Paragraph(" ".join(_next(source)))


def _included(source: Source) -> Iterator[Fact]:
    offer, say, voice = source.offer, source.voice.say, source.voice
    counted = [line for line in offer.lines if line.counted]
    yield Fact(say(Text("Machines")), say(Text("all devices, parts and cables of the bill of materials")))
    if any(line.group == "subscriptions" for line in counted):
        years = voice.counted(offer.years, "years")
        text = Text("subscriptions of the bill; the total over the years holds {years} of them", years=years)
        yield Fact(say(Text("Subscriptions")), say(text), "sums")
    work = [cut(source.sentence(line.text), NAME) for line in counted if line.group in _WORK]
    if work:
        shown = "; ".join(work) if len(work) <= 6 else say(listed(work))
        yield Fact(say(Text("Services")), shown, "bill")
    if beside := _beside(offer.lines):
        words = ", ".join(say(text) for text in beside)
        yield Fact(say(Text("To be ordered besides")), words, "options")


def _beside(lines: Iterable[OfferLine]) -> list[Text]:
    """Name the kinds of positions that no sum contains, each once."""
    names = {"optional": Text("options"), "alternative": Text("alternatives"), "on-demand": Text("positions on demand")}
    kinds = dict.fromkeys(line.kind for line in lines if line.priced and not line.counted)
    return [names[kind] for kind in kinds if kind in names]


def _provided(source: Source) -> Iterator[Fact]:
    design, voice, say = source.offer.design, source.voice, source.voice.say
    power, project = design.power, source.offer.project
    yield Fact(say(Text("Space in racks")), voice.counted(power.rack_units, "U"), source.link("power.rack_units"))
    watts = say(Text("up to {n:number} W", n=power.maximum_watts))
    yield Fact(say(Text("Power")), watts, source.link("power.maximum_watts"))
    heat = f"{voice.number(power.heat_btu_per_hour)}\u00a0BTU/h"
    yield Fact(say(Text("Cooling")), heat, source.link("power.heat_btu_per_hour"))
    runs = [*design.cabling, *(run for site in design.per_site for run in site.design.cabling)]
    for title, device in (
        (Text("Free ports of the present network"), _LAN),
        (Text("Free ports of the present storage"), _ARRAY),
    ):
        if ports := _free_ports(runs, device):
            words = ", ".join(f"{voice.number(count)} × {voice.number(gbps)}\u00a0Gbit/s" for gbps, count in ports)
            yield Fact(say(title), words, "cabling")
    for store in project.existing.storage[:_MOST_STORES] if source.offer.design.storage.kind == "external" else ():
        yield Fact(say(Text("Storage")), f"{voice.name(STORAGES, store.kind)}, {voice.size(store.usable)}", "request")
    if project.existing.quorum_host and design.quorum.qdevice:
        yield Fact(say(Text("QDevice")), say(Text("a machine outside the cluster that carries the third vote")))
    if project.site_links:
        yield Fact(say(Text("Links between the sites")), say(Text("as they were stated, with their round-trip times")))


def _free_ports(runs: Iterable[CableRun], device: str) -> list[tuple[int, int]]:
    """Count the cables that end in what is there already, the fastest first."""
    wanted = Counter(run.gbps for run in runs for end in (run.start, run.end) if end.device == device)
    return sorted(wanted.items(), reverse=True)


def _left_out(source: Source) -> Iterator[Text]:
    project, groups = source.offer.project, {line.group for line in source.offer.lines if line.counted}
    yield Text("Licences of guest systems and applications, and changes to the present network, are not included.")
    if has_core_licences(project):
        yield Text("Licences that count cores have to cover {n} cores of the nodes.",
                   n=cores_to_license(source.offer.design))  # fmt: skip
    if "services" not in groups:
        yield Text("No installation and no migration of guests is included.")
    if "training" not in groups:
        yield Text("No training is included.")
        if lacks_linux(project):
            yield Text("Whoever looks after the servers has to know Linux, or to learn it.")
    if "other" not in groups:
        yield Text("Racks, power distribution and uninterruptible power supplies are not included.")
    if source.offer.design.backup is None:
        yield Text("No backup is included.")


def _next(source: Source) -> Iterator[str]:
    """Say whom to ask, and until when."""
    offer, say = source.offer, source.voice.say
    day = source.day(offer.valid_until)
    if offer.vendor or offer.contact.said:
        vendor, contact = cut(offer.vendor, NAME), contact_words(source)
        asked = f"{vendor} ({contact})" if vendor and contact else vendor or contact
        yield say(Text("{vendor} answers questions; these prices hold until {day}.", vendor=asked, day=day))
    if offer.mode == "indication":
        yield say(Text("Before an order the vendor makes a binding offer of it."))

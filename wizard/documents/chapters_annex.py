"""Findings, the judgement of all topologies, assumptions, calculations, rules and prices."""

from __future__ import annotations

from collections.abc import Iterable

from wizard.documents.blocks import (
    Block,
    Column,
    Derivation,
    Heading,
    Note,
    Paragraph,
    Row,
    Table,
    Tone,
    calculation_anchor,
    cut,
    price_anchor,
    rule_anchor,
)
from wizard.documents.chapters_price import mark_words
from wizard.documents.same_sites import site_key
from wizard.documents.source import PRICE, Source
from wizard.documents.words import NAME, unit_of
from wizard.model.assessment import JudgedTopology, Level, Reason
from wizard.model.calculation import Calculation
from wizard.model.names import LEVELS, TOPOLOGIES, VERDICTS, listed
from wizard.model.text import Text

_TONES: dict[Level, Tone] = {Level.BLOCKER: "blocker", Level.WARNING: "warning", Level.ADVICE: "advice"}
MOST_FINDINGS = 80


def findings(source: Source) -> Iterable[Block]:
    """Return the chapter on what the checks found."""
    voice, say = source.voice, source.voice.say
    found = source.offer.design.findings
    yield Heading(1, say(Text("Findings")), "findings")
    yield Paragraph(say(_findings_words(source)))
    for finding in found[:MOST_FINDINGS]:
        text = source.sentence(finding.text)
        yield Note(
            _TONES[finding.level], voice.name(LEVELS, finding.level), text, cut(voice.origin(finding.source), 300)
        )
    if len(found) > MOST_FINDINGS:
        yield Paragraph(say(Text("and {n} more findings", n=len(found) - MOST_FINDINGS)), "small")


def _findings_words(source: Source) -> Text:
    """Say what the levels mean, where there are findings."""
    found = source.offer.design.findings
    if not found:
        return Text("Every check passed without a finding.")
    if any(finding.level is Level.BLOCKER for finding in found):
        return Text("A blocker stands against building it as it is; a warning is a risk to know and to decide on; "
                    "advice is to be heeded when it is built.")  # fmt: skip
    return Text("Nothing stands against building it. A warning is a risk to know and to decide on; advice is to be "
                "heeded when it is built.")  # fmt: skip


def topologies(source: Source) -> Iterable[Block]:
    """Return the chapter on the judgement of all topologies."""
    assessment, say = source.offer.assessment, source.voice.say
    yield Heading(1, say(Text("Why this topology, and why not the others")), "topologies")
    if source.offer.topology != assessment.recommended:
        yield Note(
            "warning",
            say(Text("Chosen by request")),
            say(
                Text(
                    "Another topology was recommended. {recommendation}",
                    recommendation=source.sentence(assessment.recommendation),
                )
            ),
        )
    rows = tuple(_judged(judged, source) for judged in assessment.topologies)
    currency = source.voice.currency
    price = (
        Text("Total, net ({currency})", currency=currency)
        if source.offer.as_sized
        else Text("At catalogue prices, net ({currency})", currency=currency)
    )
    columns = (
        Column(say(Text("Topology")), weight=1.3),
        Column(say(Text("Verdict"))),
        Column(say(price), "money"),
        Column(say(Text("Reason")), weight=3),
    )
    yield Table(columns, rows)


def _judged(judged: JudgedTopology, source: Source) -> Row:
    voice, say = source.voice, source.voice.say
    verdict = voice.name(VERDICTS, judged.verdict)
    chosen = judged.id == source.offer.topology
    words = list(_against(judged.reasons[:4], source))
    if judged.ranking is not None and not voice.coarse:  # it says prices to the cent
        words.insert(0, source.sentence(judged.ranking))
    if judged.missing_net is not None:
        words.append(say(Text("the budget is short of {amount}", amount=voice.money(judged.missing_net))))
    taken = say(Text("recommended") if source.self_assessed else Text("offered"))
    price = None if judged.design is None else judged.design.price.total_net
    title = voice.name(TOPOLOGIES, judged.id)
    return Row(
        (title, taken if chosen else verdict, source.amount(price), cut("; ".join(words), 690) or "–"),
        "total" if chosen else "body",
        links=(None, None, source.link(PRICE if chosen else f"{judged.id}.{PRICE}")),
    )


def _against(reasons: Iterable[Reason], source: Source) -> Iterable[str]:
    """Say the reasons of one source behind each other, and name it once."""
    said: dict[str, list[str]] = {}
    for reason in reasons:
        said.setdefault(cut(source.voice.origin(reason.source), 160), []).append(source.sentence(reason.text))
    yield from (f"{' '.join(sentences)} ({origin})" for origin, sentences in said.items())


def assumptions(source: Source) -> Iterable[Block]:
    """Return the chapter on what was assumed and changed."""
    assessment, say = source.offer.assessment, source.voice.say
    yield Heading(1, say(Text("Assumptions and changed rules")), "assumptions")
    if assessment.assumptions:
        yield Paragraph(say(Text("Where the request was silent, this was taken:")))
        rows = tuple(
            Row((source.sentence(each.text), cut(source.assumed(each.value), 120), each.key))
            for each in assessment.assumptions
        )
        columns = (
            Column(say(Text("Assumption")), weight=3),
            Column(say(Text("Value"))),
            Column(say(Text("Answer")), quiet=True, weight=1.5),
        )
        yield Table(columns, rows)
    else:
        yield Paragraph(say(Text("Nothing was assumed: every question was answered.")))
    yield Heading(2, say(Text("Changed rules")), "changed-rules")
    if not assessment.rules_changed:
        yield Paragraph(say(Text("No rule was changed for this project.")))
        return
    rows = tuple(
        Row((source.sentence(each.text), cut(source.assumed(each.value), 120), each.key))
        for each in assessment.rules_changed
    )
    yield Table(
        (
            Column(say(Text("Rule")), weight=3),
            Column(say(Text("Value"))),
            Column(say(Text("Id")), quiet=True, weight=1.5),
        ),
        rows,
    )


def calculation_chapter(source: Source) -> Iterable[Block]:
    """Return the chapter on every calculation."""
    say = source.voice.say
    yield Heading(1, say(Text("Calculations")), "calculations")
    yield Paragraph(say(Text("Every figure of this offer with its formula, its inputs and the rules behind it.")))
    if not source.offer.as_sized:
        words = Text("Prices among them are the catalogue's, without own positions and discounts.")
        yield Paragraph(say(words), "small")
    own: dict[int | None, list[Calculation]] = {}
    for each in source.calculations:
        own.setdefault(site_key(each.key)[0], []).append(each)
    yield from _derivations(own.pop(None, []), source)
    for number, calculations in own.items():
        if number is None or source.alike.get(number, number) != number:
            continue
        names = [cut(name, NAME) for name in source.alike_names(number)]
        yield Heading(2, say(listed(names)), f"calculations-{number}")
        if len(names) > 1:
            yield Paragraph(source.alike_words(names))
        yield from _derivations(calculations, source)


def _derivations(calculations: Iterable[Calculation], source: Source) -> Iterable[Derivation]:
    voice = source.voice
    seen: set[str] = set()
    for each in calculations:
        inputs = tuple((name, voice.figure(value, unit_of(name, value))) for name, value in each.inputs.items())
        result = voice.figure(each.result, each.unit)
        anchor = calculation_anchor(each.key) if each.key not in seen else None
        seen.add(each.key)
        yield Derivation(cut(voice.say(each.title), 200), each.formula, inputs, result, each.rules, anchor)


def used_rules(source: Source) -> list[tuple[str, str]]:
    """Return the rules that the calculations name, each once, with its source."""
    ids = dict.fromkeys(rule for each in source.calculations for rule in each.rules)
    sources = source.offer.assessment.rule_sources
    return [(rule, source.voice.origin(sources.get(rule, "–"))) for rule in sorted(ids)]


def rules(source: Source) -> Iterable[Block]:
    """Return the chapter on the rules and their sources."""
    say = source.voice.say
    used = used_rules(source)
    if not used:
        return
    yield Heading(1, say(Text("Rules and their sources")), "rules")
    rows = tuple(Row((rule, origin), anchor=rule_anchor(rule)) for rule, origin in used)
    yield Table((Column(say(Text("Rule")), weight=1.4), Column(say(Text("Source")), weight=2)), rows)


def prices(source: Source) -> Iterable[Block]:
    """When each price was found and how long it holds. Where it was found is the vendor's business."""
    say = source.voice.say
    yield Heading(1, say(Text("Prices: date and validity")), "prices")
    label = source.offer.assessment.catalogue_label
    intro = [source.voice.language.translate(label)] if source.internal else []
    intro += mark_words(source)
    if intro:
        yield Paragraph(cut(" ".join(intro), 700), "small")
    rows = []
    for line in (line for line in source.offer.lines if line.priced):
        cells: tuple[str | None, ...] = (
            line.position,
            cut(source.sentence(line.text), 160),
            source.day(line.price_date or source.offer.date),
            f"{source.day(line.price_valid_until or source.offer.valid_until)} {source.marks(line)}".rstrip(),
        )
        cells = (*cells, cut(line.price_source, 200), line.price_confidence) if source.internal else cells
        rows.append(Row(cells, anchor=price_anchor(line.position)))
    columns = (
        Column(say(Text("Position"))),
        Column(say(Text("Part")), weight=2.4),
        Column(say(Text("Price of"))),
        Column(say(Text("Valid until"))),
        *((Column(say(Text("Source")), weight=2), Column(say(Text("Confidence")))) if source.internal else ()),
    )
    yield Table(columns, tuple(rows))


def search(source: Source) -> Iterable[Block]:
    """Return what the search did, for the vendor."""
    if not source.internal:
        return
    voice, say = source.voice, source.voice.say
    yield Heading(1, say(Text("Internal: the search")), "search")
    rows = tuple(
        Row((voice.name(TOPOLOGIES, judged.id), judged.rank, judged.candidates, judged.missing_net))
        for judged in source.offer.assessment.topologies
    )
    columns = (
        Column(say(Text("Topology")), weight=2),
        Column(say(Text("Rank")), "number"),
        Column(say(Text("Candidates judged")), "number"),
        Column(say(Text("Short of the budget ({currency})", currency=voice.currency)), "money"),
    )
    yield Table(columns, rows)

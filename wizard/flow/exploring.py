"""What other answers would change, as lines of text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from wizard.engine.trials import figures
from wizard.model.assessment import Assessment
from wizard.model.exploration import Figures, Relaxation, Sensitivity, Variant
from wizard.model.text import Language, Text


def exploration_lines(assessment: Assessment, language: Language) -> Iterator[str]:
    """Yield the variants, the relaxed requirements and the sensitivities, if they were asked for."""
    found, currency = assessment.exploration, assessment.currency
    if found is None:
        return
    yield ""
    yield Text("Other answers:").render(language)
    for variant in found.variants:
        yield from (f"  {line}" for line in _variant_lines(variant, currency, language))
    if found.relaxation is not None:
        yield "  " + Text(
            "Smallest relaxation that fits: {text}, {price}",
            text=found.relaxation.text, price=_price(found.relaxation.figures, currency),
        ).render(language)  # fmt: skip
    yield ""
    yield Text("One requirement less:").render(language)
    yield from (f"  {_relaxation_line(one, currency, language)}" for one in found.relaxations)
    yield ""
    yield Text("What moves the price, for {share:percent} less and more:", share=found.share).render(language)
    yield from (f"  {_sensitivity_line(one, currency, language)}" for one in found.sensitivities)


def own_figures(assessment: Assessment) -> Figures | None:
    """Return the recommended design in few numbers, before anything was explored."""
    return figures(assessment.best)


def _variant_lines(variant: Variant, currency: str, language: Language) -> Iterator[str]:
    yield f"{variant.title.render(language)}: {_price(variant.figures, currency).render(language)}"
    if variant.difference is not None:
        away = variant.difference
        yield "  " + Text(
            "against the recommended: {nodes} nodes, {cores} cores, {memory:size} memory, {usable:size} usable, "
            "{price}",
            nodes=away.nodes, cores=away.cores, memory=away.memory_bytes, usable=away.usable_bytes,
            price=_change(away.total_net, currency),
        ).render(language)  # fmt: skip
    yield from ("  " + Text("given up: {text}", text=text).render(language) for text in variant.given_up)
    yield from ("  " + Text("gained: {text}", text=text).render(language) for text in variant.gained)
    if variant.lasts_until is not None:
        yield "  " + Text("lasts until {day}", day=variant.lasts_until).render(language)


def _relaxation_line(one: Relaxation, currency: str, language: Language) -> str:
    change = Text("no design") if one.figures is None else _change(one.difference_net, currency)
    return Text("{text}: {change}", text=one.text, change=change).render(language)


def _sensitivity_line(one: Sensitivity, currency: str, language: Language) -> str:
    return Text(
        "{text}: {less}, {more}",
        text=one.title, less=_change(one.less_net, currency), more=_change(one.more_net, currency),
    ).render(language)  # fmt: skip


def _price(figures: Figures | None, currency: str) -> Text:
    if figures is None:
        return Text("no design")
    return Text("{topology}, {total:money} {currency}",
                topology=str(figures.topology), total=figures.total_net, currency=currency)  # fmt: skip


def _change(amount: Decimal | None, currency: str) -> Text:
    if amount is None:
        return Text("no design")
    if not amount:
        return Text("unchanged")
    return Text("{amount:+money} {currency}", amount=amount, currency=currency)

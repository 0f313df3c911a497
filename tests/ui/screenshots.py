"""Renders every page to PNG, in both languages, both themes and three sizes: ``python -m tests.ui.screenshots OUT``."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from PySide6.QtCore import QDeadlineTimer, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from tests.documents import sample
from tests.ui import fakes
from tests.ui.person import come_to_rest, in_turns
from tests.ui.tool_scenes import scenes
from tests.ui.window_scenes import cards, views
from wizard.assets import Assets, folder
from wizard.documents.scene import Label
from wizard.flow.steps import STEPS, StepId, new_project
from wizard.model.project import Project
from wizard.persistence.languages import language
from wizard.persistence.projects import read_project
from wizard.ui import i18n
from wizard.ui.pages.offer import OfferPage
from wizard.ui.pages.page import Page
from wizard.ui.services import Services
from wizard.ui.theme import Mode, Theme, load_fonts
from wizard.ui.widgets.drawing import Drawing
from wizard.ui.widgets.zoom import ZoomView
from wizard.ui.window import Window


def _busy(window: Window) -> bool:
    offer = window.view.pages.get(StepId.OFFER)
    preview = isinstance(offer, OfferPage) and offer.isVisible() and offer.preview.busy
    return window.session.busy or window.session.explorer.running or preview or in_turns(window)


def settle(app: QApplication, window: Window, most_ms: int = 20_000) -> None:
    """Wait until the newest assessment is on the screen."""
    deadline = QDeadlineTimer(most_ms)
    for _ in range(5):
        app.processEvents()
    while _busy(window) and not deadline.hasExpired():
        app.processEvents()
    for _ in range(10):
        app.processEvents()


def render(
    app: QApplication, theme: Theme, services: Services, project: Project, out: Path, args: argparse.Namespace
) -> None:
    for code in args.languages:
        i18n.use(language(code))
        for mode in (Mode(name) for name in args.modes):
            theme.choose(mode)
            window = Window(services, theme, fakes.Answers())
            window.session.set_plain(plain=False)
            window.session.open(project, None)
            window.show()
            for size in args.sizes:
                window.resize(*map(int, size.split("x")))
                _render_size(app, window, out, f"{code}-{mode}-{size}", args)
            end(window)
            app.processEvents()


def _render_size(app: QApplication, window: Window, out: Path, name: str, args: argparse.Namespace) -> None:
    """Write the start page, every step in both ways of asking, every tool, and what opens over them."""

    def shoot(page: str) -> None:
        settle(app, window)
        window.grab().save(str(out / f"{page}-{name}.png"))

    if not args.steps:
        window.show_start()
        shoot("start")
        window.show_steps()
    for plain in (False,) if args.steps else (False, True):
        window.session.set_plain(plain=plain)
        come_to_rest(window)
        window.show_steps()
        for number, step in enumerate(STEPS):
            if args.steps and str(number + 1) not in args.steps:
                continue
            size = window.size()
            window.view.go_to(number)
            settle(app, window)
            for view in views(window):
                page = window.view.stack.currentWidget()
                settle(app, window)
                if args.full and isinstance(page, Page):
                    window.resize(size.width(), max(size.height(), page.widget().sizeHint().height() + 140))
                shoot("-".join([str(number + 1), step.id, *["plain"][:plain], *view.split()]))
                window.resize(size)
    window.session.set_plain(plain=False)
    come_to_rest(window)
    if not args.steps:
        for page, shown in chain(scenes(window), cards(window)):
            shown.grab().save(str(out / f"{page}-{name}.png"))


GUIDE = folder(Assets.RESOURCES) / "guide" / "pictures"
README = folder(Assets.RESOURCES) / "screenshots" / "recommendation.png"
_GUIDE_WIDTH = 1078
_PICTURE_WIDTH = 700
_COLOURS, _README_COLOURS = 24, 256
_EXPLORED_MS = 120_000
_TOOLS = ("prices", "price-list", "branding", "tender")


def words_of(widget: QWidget) -> str:
    """Return what a page says in labels, buttons and drawings, without figures: what its picture must agree with."""
    parts = [one.text() for kind in (QLabel, QAbstractButton) for one in widget.findChildren(kind) if one.isVisible()]
    scenes = [one.scene for kind in (Drawing, ZoomView) for one in widget.findChildren(kind) if one.isVisible()]
    parts += [shape.text for scene in scenes if scene for shape in scene.shapes if isinstance(shape, Label)]
    return "\n".join(part for part in parts if part and not any(sign.isdigit() for sign in part))


def _page(window: Window, number: int) -> QWidget:
    window.view.go_to(number)
    come_to_rest(window)
    return window.view.stack.currentWidget()


def guide_pages(theme: Theme, code: str) -> Iterator[tuple[str, Window, QWidget]]:
    """Yield the pages of the guide that have a picture, each shown in a window."""
    i18n.use(language(code))
    theme.choose(Mode.LIGHT)
    services = fakes.services()
    window = Window(services, theme, fakes.Answers())
    # Narrow enough that the panel gives its place to the page.
    window.resize(_GUIDE_WIDTH, 700)
    window.show()
    window.show_start()
    yield "start", window, window.start
    window.session.set_plain(plain=True)
    come_to_rest(window)
    window.session.open(sample.project(), None)
    window.show_steps()
    yield "plain", window, _page(window, 3)
    window.session.set_plain(plain=False)
    come_to_rest(window)
    for number, step in enumerate(STEPS):
        yield step.id.value, window, _page(window, number)
    for name, tool in scenes(window):
        if name in _TOOLS:
            yield name, window, tool
    end(window)


def readme_page(app: QApplication, theme: Theme) -> tuple[Window, QWidget]:
    """Return the recommendation for an example project as the program makes it, once everything was tried."""
    from wizard.app import services

    i18n.use(language("en"))
    theme.choose(Mode.LIGHT)
    real = replace(services(), today=lambda: sample.DAY)
    real.choices.set("seen", "all")
    window = Window(real, theme, fakes.Answers())
    window.resize(1440, 900)
    window.show()
    window.session.open(read_project(folder(Assets.TEMPLATES) / "examples" / "vmware-replacement.json"), None)
    window.show_steps(StepId.RECOMMENDATION)
    settle(app, window, _EXPLORED_MS)
    return window, window.view.stack.currentWidget()


def end(window: Window) -> None:
    window.session.open(window.session.project, None)
    window.session.finish()
    window.files.finish()
    window.close()
    window.deleteLater()


def render_guide(app: QApplication, theme: Theme, out: Path) -> None:
    """Write the pictures of the user guide, small, with the words that they show."""
    for code in ("en", "de"):
        for name, window, page in guide_pages(theme, code):
            settle(app, window)
            wide = page.window().grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
            small = wide.scaledToWidth(_PICTURE_WIDTH, Qt.TransformationMode.SmoothTransformation)
            size = small.width(), small.height()
            picture = Image.frombuffer("RGB", size, bytes(small.constBits()), "raw", "RGB", small.bytesPerLine(), 1)
            _save(picture.quantize(_COLOURS), out / f"{name}-{code}.png", page)


def render_readme(app: QApplication, theme: Theme) -> None:
    """Write the picture of the README, as large as the window."""
    window, page = readme_page(app, theme)
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    size = image.width(), image.height()
    picture = Image.frombuffer("RGB", size, bytes(image.constBits()), "raw", "RGB", image.bytesPerLine(), 1)
    _save(picture.quantize(_README_COLOURS), README, page)
    end(window)


def _save(picture: Image.Image, path: Path, page: QWidget) -> None:
    said = PngInfo()
    said.add_itxt("words", words_of(page))
    picture.save(path, optimize=True, pnginfo=said)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--real", action="store_true", help="with the engine instead of figures made by hand")
    parser.add_argument("--project", type=Path)
    parser.add_argument("--empty", action="store_true")
    parser.add_argument("--full", action="store_true", help="as high as the page")
    parser.add_argument("--sizes", nargs="+", default=["1366x768", "1440x900", "1920x1080"])
    parser.add_argument("--languages", nargs="+", default=["en", "de"])
    parser.add_argument("--modes", nargs="+", default=["light", "dark"])
    parser.add_argument("--steps", nargs="*", help="only these, in expert mode")
    parser.add_argument("--guide", action="store_true", help="the pictures of guide and README; OUT is not used")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    os.environ["RACKWRIGHT_CONFIG"] = tempfile.mkdtemp()
    app = QApplication(sys.argv[:1])
    load_fonts(app)
    theme = Theme(app, Mode.LIGHT)
    if args.guide:
        render_guide(app, theme, GUIDE)
        render_readme(app, theme)
        return 0
    services = fakes.services()
    if args.real:
        from wizard.app import services as real_services

        services = real_services()
        services.choices.set("seen", "all")
    project = read_project(args.project) if args.project else new_project() if args.empty else sample.project()
    render(app, theme, services, project, args.out, args)
    return 0


if __name__ == "__main__":
    sys.exit(main())

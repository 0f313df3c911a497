"""Read the translations of ``resources/locale``: English template to sentence, one JSON file per language and area.

Words that a country has for itself stand in ``*.<code>-<country>.json`` and go before those of the language.
"""

import json
from functools import cache

from wizard.assets import Assets, folder
from wizard.model.text import ENGLISH, Language

LANGUAGES = {"en": "English", "de": "Deutsch"}
_REGIONS = frozenset({"de-AT", "de-CH", "de-LI", "en-GB"})
_WORDS = {"de-LI": "de-CH"}
"""Countries that share the words of another."""
_WITHOUT_SHARP_S = frozenset({"de-CH", "de-LI"})


@cache
def language(code: str, country: str = "") -> Language:
    """Return a language by its code, as it is written in a country where that differs.

    All ``*.<code>.json`` files of the folder are read, one per area of the program. English has none: it is what stands
    in the code.
    """
    tag = f"{code}-{country}"
    if tag not in _REGIONS:
        return ENGLISH if code == ENGLISH.code else Language(code, _messages(code))
    messages = _messages(code) | _messages(_WORDS.get(tag, tag))
    if tag in _WITHOUT_SHARP_S:
        messages = {template: words.replace("ß", "ss") for template, words in messages.items()}
    return Language(code, messages, country)


def _messages(tag: str) -> dict[str, str]:
    messages: dict[str, str] = {}
    for path in sorted((folder(Assets.RESOURCES) / "locale").glob(f"*.{tag}.json")):
        messages.update(json.loads(path.read_text(encoding="utf-8")))
    return messages

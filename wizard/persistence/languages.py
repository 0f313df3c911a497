"""Read the translations of ``resources/locale``: English template to sentence, one JSON file per language."""

import json
from functools import cache

from wizard.assets import Assets, folder
from wizard.model.text import ENGLISH, Language

LANGUAGES = {"en": "English", "de": "Deutsch"}


@cache
def language(code: str) -> Language:
    """Return a language by its code: English has no file, it is what stands in the code.

    All ``*.<code>.json`` files of the folder are read, one per area of the program.
    """
    if code == ENGLISH.code:
        return ENGLISH
    messages: dict[str, str] = {}
    for path in sorted((folder(Assets.RESOURCES) / "locale").glob(f"*.{code}.json")):
        messages.update(json.loads(path.read_text(encoding="utf-8")))
    return Language(code, messages)

"""The one way in which a foreign file is refused."""

from wizard.model.text import ENGLISH, Language, Text


class ImportProblem(Exception):  # noqa: N818 - the word the user reads
    """A file that cannot be used, and why, in one sentence.

    Parameters
    ----------
    file
        The name of the file as the user knows it.
    reason
        What was found; rendered in the reader's language by :meth:`render`.
    """

    def __init__(self, file: str, reason: Text) -> None:
        super().__init__(file, reason)
        self.file = file
        self.reason = reason

    def render(self, language: Language = ENGLISH) -> str:
        """Return file and reason in one line."""
        # A name may hold line breaks; the message stays one line.
        name = "".join(sign if sign.isprintable() else "?" for sign in self.file)
        return f"{name[:200]}: {self.reason.render(language)}"

    def __str__(self) -> str:
        return self.render()

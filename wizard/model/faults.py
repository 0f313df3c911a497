"""What is wrong with an input that could be read but not used."""

from __future__ import annotations

from wizard.model.text import Text


class InputFault(ValueError):  # noqa: N818 - the fault is in the input, the program made no error
    """The input cannot be used as it stands; one sentence per fault, each with the field's path."""

    def __init__(self, *faults: Text) -> None:
        self.faults = faults
        super().__init__("\n".join(self.lines))

    @property
    def lines(self) -> tuple[str, ...]:
        """One line for each fault, in English."""
        return tuple(str(fault) for fault in self.faults)

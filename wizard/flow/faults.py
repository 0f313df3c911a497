"""What is wrong with an input that could be read but not used."""


class InputFault(Exception):  # noqa: N818 - the fault is in the input, the program made no error
    """The input cannot be used as it stands; one line per fault, each with the field's path."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines

"""The one family of errors that Runback raises on purpose."""


class RunbackError(Exception):
    """What happened, where, and what to do about it.

    The command line prints the message and exits with 2; the library raises it.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        super().__init__(what, where, remedy)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"{place}{self.what}{remedy}"


class UnreadableFileError(RunbackError):
    """A file, or a part of an archive, that cannot be read; ``where`` names the file and the place in it."""


class LimitExceededError(UnreadableFileError):
    """A file that asks for more bytes, entries, nesting or points than Runback reads."""


class UnknownFactError(RunbackError):
    """An id that no entry of the evidence base carries."""


class BadInputError(RunbackError):
    """A value from the user outside the allowed range; the message names the range."""


class StoreError(RunbackError):
    """The store cannot be opened, written, or is in use; ``where`` names the folder."""

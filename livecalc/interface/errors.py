"""What can go wrong, by name: an author's mistake, or an input that cannot be computed."""

from typing import Literal


class DeclarationError(Exception):
    """A calculator cannot become a form as it is declared; the message says what to write."""


class DuplicateNameError(DeclarationError):
    """Two modules declare a calculator of the same public name."""


class KeywordOnlyError(DeclarationError):
    """A parameter could be passed by position."""


class MissingBoundError(DeclarationError):
    """A number has no lower or no upper bound."""


class MissingDefaultError(DeclarationError):
    """A parameter has no default, so the page has no answer to show."""


class MissingDescriptionError(DeclarationError):
    """The docstring does not say what an input, an output or the calculator is."""


class MissingUnitError(DeclarationError):
    """A number has no unit."""


class UnsupportedTypeError(DeclarationError):
    """An annotation that no form field or output can show."""


type ErrorKind = Literal[
    "not-json",
    "unknown-calculator",
    "unknown-input",
    "not-a-number",
    "not-an-integer",
    "not-a-choice",
    "below-minimum",
    "above-maximum",
    "no-answer",
    "not-finite",
    "failed",
    "timeout",
    "unknown-tool",
    "unknown-option",
    "unknown-output",
    "not-numeric",
    "empty-range",
    "same-input",
    "unknown-distribution",
    "impossible-distribution",
    "impossible-correlation",
    "too-few",
    "too-many",
]


class CallError(Exception):
    """One call that has no answer.

    Attributes:
        kind: Which of the documented kinds of error it is.
        input: The parameter it is about, or `None` when it is about the whole call.
        message: One or two sentences for the person who typed the input.
    """

    def __init__(self, kind: ErrorKind, message: str, about: str | None = None) -> None:
        super().__init__(message)
        self.kind: ErrorKind = kind
        self.input = about
        self.message = message

    def as_json(self) -> dict[str, str | None]:
        """The error as the JSON contract writes it."""
        return {"kind": self.kind, "input": self.input, "message": self.message}

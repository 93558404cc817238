"""What can go wrong while the runtime's files are made."""


class RuntimeBuildError(Exception):
    """A file of the runtime could not be made; the message says which and what to do."""

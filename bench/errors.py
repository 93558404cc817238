"""What can go wrong while measuring."""


class MeasurementError(Exception):
    """Something could not be measured; the message says what and why."""

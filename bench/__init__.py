"""Measures speed and size in a real browser, side by side with others, as ratios within one run.

Nothing here ships. `make bench` runs it, and docs/measured.md says what the figures mean.
"""

"""Typed Python functions as live calculators inside Markdown."""

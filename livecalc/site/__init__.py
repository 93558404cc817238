"""Puts a site together: what must happen before and after the Markdown engine."""

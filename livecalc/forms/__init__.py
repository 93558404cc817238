"""Build side: reads docstrings, writes forms with their results, and offers the Markdown blocks."""

"""Build side: what a browser needs to run the calculators, as files with their hash in the name."""

from typing import Final

#: The Pyodide that ships. Bump it here and in package.json, then run the parity tests.
PYODIDE_VERSION: Final = "0.29.5"

#: The Python inside it; compiled wheels are made only by the same minor version.
PYODIDE_PYTHON: Final = (3, 13)

"""What ships to the browser: units, the spec of a calculator, and the JSON call."""

"""The playbook's facts as data, and the Markdown that shows them on a page."""

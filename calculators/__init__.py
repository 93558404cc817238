"""The playbook's calculators: one module per topic, pure functions of numbers."""

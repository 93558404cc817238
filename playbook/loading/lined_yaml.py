"""YAML that knows the line of each key and leaves dates as the text they are."""

from collections.abc import Hashable

import yaml

# Three times as fast over a thousand files; a PyYAML built without libyaml does not have it.
try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]


class LinedMapping(dict[str, object]):
    """A YAML mapping that knows the line of each key."""

    line: int = 1
    lines: dict[str, int]


class _Loader(SafeLoader):
    """Plain YAML where a date stays the text it is, so that 2026-06 and 2026-06-01 read alike."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - as the base class declares it
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_lined_mapping(self, node: yaml.MappingNode) -> LinedMapping:
        """A mapping that refuses keys that repeat or are no text."""
        mapping = LinedMapping()
        mapping.line = node.start_mark.line + 1
        mapping.lines = {}
        for key_node, value_node in node.value:
            key: Hashable = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise yaml.MarkedYAMLError(problem="a key is no text", problem_mark=node.start_mark)
            if key in mapping:
                raise yaml.MarkedYAMLError(
                    problem=f"the key '{key}' stands here twice", problem_mark=key_node.start_mark
                )
            mapping[key] = self.construct_object(value_node, deep=True)
            mapping.lines[key] = key_node.start_mark.line + 1
        return mapping


_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.construct_lined_mapping)


def read_yaml(text: str) -> object:
    """Read one document.

    Raises:
        yaml.YAMLError: It cannot be read, or a key repeats or is no text.
    """
    return yaml.load(text, _Loader)

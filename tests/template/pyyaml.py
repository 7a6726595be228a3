"""Outlines of YAML texts, one JSON string a line in, one JSON value a line out: null where PyYAML refuses."""

import json
import sys

import yaml

CORE = "tag:yaml.org,2002:"


def outline(node):
    if isinstance(node, yaml.ScalarNode):
        inner = node.value
    elif isinstance(node, yaml.SequenceNode):
        inner = "[" + ",".join(outline(item) for item in node.value) + "]"
    else:
        entries = (outline(key) + "=" + outline(value) for key, value in node.value)
        inner = "{" + ",".join(entries) + "}"
    return inner if node.tag.startswith(CORE) else f"{node.tag} {inner}"


for line in sys.stdin:
    try:
        node = yaml.compose(json.loads(line), Loader=yaml.SafeLoader)
        print(json.dumps(outline(node) if isinstance(node, yaml.MappingNode) else None))
    except (yaml.YAMLError, RecursionError, ValueError):
        print("null")

"""Cuts the schema of SARIF 2.1.0 down to what validates: no descriptions.

    npm pack @microsoft/jest-sarif@1.0.0-beta.0 && tar xzf microsoft-jest-sarif-1.0.0-beta.0.tgz
    python3 cut_schema.py package/lib/schemas/sarif-2.1.0-rtm.5.json > schema.json
"""

import json
import sys


def cut(node):
    if isinstance(node, list):
        return [cut(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {
        key: cut(value)
        for key, value in node.items()
        if not (key == "description" and isinstance(value, str))
    }


json.dump(cut(json.load(open(sys.argv[1]))), sys.stdout, sort_keys=True, separators=(",", ":"))
print()

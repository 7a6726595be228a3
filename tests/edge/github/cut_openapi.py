"""Cuts GitHub's description of its REST API down to what is asked of it.

    npm pack @octokit/openapi@23.0.2 && tar xzf octokit-openapi-23.0.2.tgz
    python3 cut_openapi.py package/generated/api.github.com.json > openapi.json

The paths are those of src/ask/github/endpoint.rs, and the requests of WRITES, which the
writes under src/gate/writes send; of each, the query parameters, the schema of the body
and that of the answer stay, without descriptions and examples.
"""

import json
import pathlib
import re
import sys

SOURCE = "npm @octokit/openapi 23.0.2, api.github.com.json"
DROPPED = {"description", "example", "examples", "externalDocs", "x-github", "title", "deprecated"}
endpoints = pathlib.Path(__file__).parents[3] / "src/ask/github/endpoint.rs"
paths = re.findall(r'^    [A-Z_]+: "([^"]+)" needs', endpoints.read_text(), re.M)
whole = json.load(open(sys.argv[1]))
schemas = {}
REPO = "/repos/{owner}/{repo}"
WRITES = [
    ("post", REPO + "/actions/runs/{run_id}/rerun"),
    ("post", REPO + "/actions/runs/{run_id}/rerun-failed-jobs"),
    ("post", REPO + "/actions/jobs/{job_id}/rerun"),
    ("post", REPO + "/actions/runs/{run_id}/cancel"),
    ("post", REPO + "/actions/runs/{run_id}/force-cancel"),
    ("post", REPO + "/actions/runs/{run_id}/pending_deployments"),
    ("post", REPO + "/actions/workflows/{workflow_id}/dispatches"),
    ("post", REPO + "/git/refs"),
    ("put", REPO + "/contents/{path}"),
    ("post", REPO + "/pulls"),
]


def resolved(reference):
    found = whole
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found


def cut(node):
    if isinstance(node, list):
        return [cut(one) for one in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        name = node["$ref"].rsplit("/", 1)[1]
        if name not in schemas:
            schemas[name] = None
            schemas[name] = cut(resolved(node["$ref"]))
        return {"$ref": name}
    properties = node.get("properties")
    kept = {key: cut(value) for key, value in node.items() if key not in DROPPED and key != "properties"}
    if properties is not None:
        kept["properties"] = {key: cut(value) for key, value in properties.items()}
    return kept


def described(path, method="get"):
    operation = whole["paths"][path][method]
    query = {}
    for one in operation.get("parameters", []):
        one = resolved(one["$ref"]) if "$ref" in one else one
        if one["in"] == "query":
            query[one["name"]] = cut(one["schema"])
    answers = {}
    for status, answer in operation["responses"].items():
        answer = resolved(answer["$ref"]) if "$ref" in answer else answer
        content = answer.get("content", {}).get("application/json")
        answers[status] = cut(content["schema"]) if content else None
    good = {status: schema for status, schema in answers.items() if status.startswith(("2", "3"))}
    told = {"query": query, "answers": good}
    body = operation.get("requestBody")
    if body:
        told["body"] = cut(body["content"]["application/json"]["schema"])
        told["body_required"] = body.get("required", False)
    return told


described_paths = {path: described(path) for path in paths}
described_writes = {f"{method.upper()} {path}": described(path, method) for method, path in WRITES}
result = {
    "source": SOURCE,
    "paths": described_paths,
    "writes": described_writes,
    "schemas": schemas,
}
json.dump(result, sys.stdout, sort_keys=True, separators=(",", ":"))
print()

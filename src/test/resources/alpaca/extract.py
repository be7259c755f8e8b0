"""Takes from Alpaca's published OpenAPI documents the facts that the contract tests need.

    python3 extract.py DIR

DIR has trading-openapi.yaml and data-openapi.yaml (public repository alpacahq/alpaca-java); trading.json
and data.json are written beside this script: of the operations below the paths, parameters and schemas,
by name, type, format, enumeration and what is required. No sentence of the documents is kept.
Needs PyYAML.
"""

import json
import pathlib
import sys

import yaml

OPERATIONS = {
    "trading": {
        "/v2/account": ["get"],
        "/v2/account/activities": ["get"],
        "/v2/account/activities/{activity_type}": ["get"],
        "/v2/positions": ["get"],
        "/v2/positions/{symbol_or_asset_id}": ["get"],
        "/v2/orders": ["get", "post", "delete"],
        "/v2/orders/{order_id}": ["get", "patch", "delete"],
        "/v2/orders:by_client_order_id": ["get"],
        "/v2/assets/{symbol_or_asset_id}": ["get"],
        "/v2/clock": ["get"],
        "/v2/calendar": ["get"],
    },
    "data": {
        "/v2/stocks/quotes/latest": ["get"],
        "/v1beta3/crypto/{loc}/latest/quotes": ["get"],
    },
}
EXTRA_SCHEMAS = {"trading": ["Error"], "data": []}
PROSE = {"description", "summary", "title", "example", "examples", "externalDocs", "tags", "operationId",
         "security", "deprecated", "servers", "headers", "default"}


def facts(node, inside_names=False):
    """Without prose; below "properties" and the like the keys are names, not words of the format."""
    if isinstance(node, list):
        return [facts(each) for each in node]
    if not isinstance(node, dict):
        return node
    kept = {}
    for key, value in node.items():
        key = str(key)
        if not inside_names and (key in PROSE or key.startswith("x-")):
            continue
        kept[key] = facts(value, key in ("properties", "schemas", "parameters", "responses", "content"))
    return kept


def references(node):
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(node, list):
        for each in node:
            yield from references(each)


def extract(document, operations, extra):
    paths = {path: facts({method: document["paths"][path][method] for method in methods})
             for path, methods in operations.items()}
    components = {}
    wanted = list(references(paths)) + ["#/components/schemas/" + name for name in extra]
    while wanted:
        kind, name = wanted.pop().split("/")[-2:]
        if name not in components.setdefault(kind, {}):
            components[kind][name] = facts(document["components"][kind][name])
            wanted += references(components[kind][name])
    return {"paths": paths, "components": {kind: dict(sorted(each.items())) for kind, each in components.items()}}


def main(folder):
    here = pathlib.Path(__file__).parent
    for name, operations in OPERATIONS.items():
        document = yaml.safe_load((pathlib.Path(folder) / (name + "-openapi.yaml")).read_text())
        text = json.dumps(extract(document, operations, EXTRA_SCHEMAS[name]), indent=1, default=str)
        (here / (name + ".json")).write_text(text + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])

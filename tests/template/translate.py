"""Translates SAM templates as the service does, one JSON line for each file that is
named as an argument: its CloudFormation template and the parameters that it was given,
or why the translator refuses it. Asks nobody over the network.
"""

import json
import sys

import boto3
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

SESSION = boto3.session.Session(region_name="eu-west-1")


def value(name, declared):
    """A value for a parameter that has no default."""
    kind = declared.get("Type", "String") if isinstance(declared, dict) else "String"
    allowed = declared.get("AllowedValues") if isinstance(declared, dict) else None
    if allowed:
        return str(allowed[0])
    if kind == "Number":
        return "1"
    return f"{name}-a,{name}-b" if "List" in kind else f"value-{name}"


def translate(path):
    with open(path, encoding="utf-8") as file:
        template = yaml_parse(file.read())
    declared = template.get("Parameters") or {}
    given = {
        name: value(name, it)
        for name, it in declared.items()
        if not (isinstance(it, dict) and "Default" in it)
    }
    translator = Translator(None, Parser(), boto_session=SESSION)
    return {"parameters": given, "template": translator.translate(template, dict(given))}


for path in sys.argv[1:]:
    try:
        answer = translate(path)
    except Exception as error:  # What it refuses is told, whatever the reason.
        answer = {"refused": f"{type(error).__name__}: {error}"}
    print(json.dumps({"file": path, **answer}, default=str))

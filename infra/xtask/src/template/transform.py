"""Transforms a SAM template with SAM's own translator: `transform.py TEMPLATE OUTPUT`."""

import json
import sys

from samcli.yamlhelper import yaml_parse
from samtranslator.model.exceptions import InvalidDocumentException
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

FUNCTION = "AWS::Serverless::Function"

source, output = sys.argv[1:]
with open(source, encoding="utf-8") as file:
    template = yaml_parse(file.read())

# SAM uploads what is built before it transforms.
for resource in template["Resources"].values():
    if resource["Type"] == FUNCTION:
        resource["Properties"]["CodeUri"] = "s3://bucket/key"

# What has no default must be given.
parameters = {
    name: parameter.get("Default", "books") for name, parameter in template["Parameters"].items()
}
try:
    transformed = Translator({}, Parser()).translate(template, parameters)
except InvalidDocumentException as error:
    sys.exit("\n".join(cause.message for cause in error.causes))

# Parameters are given to CloudFormation, so the template keeps them.
with open(output, "w", encoding="utf-8") as file:
    json.dump(transformed, file, indent=1, default=str)

"""Deploys two stacks of a transformed template side by side, as far as moto's CloudFormation goes: `deploy.py TEMPLATE`.

What moto does not know is left out, and named; so is what it makes without a name.
"""

import io
import json
import logging
import sys
import warnings
import zipfile

import boto3
from moto import mock_aws
from moto.cloudformation.parsing import resource_class_from_type

REGION = "us-east-1"
ACCOUNT = "123456789012"
STACKS = ("sandbox", "production")

warnings.simplefilter("ignore")
# Moto says of each resource that it does not make it; they are named together at the end.
logging.disable(logging.CRITICAL)


def is_made(kind: str) -> bool:
    """Tells whether moto makes resources of this type."""
    return resource_class_from_type(kind) is not None


def arn(name: str) -> str:
    return f"arn:aws:test:{REGION}:{ACCOUNT}:{name}"


def is_absent(item) -> bool:
    """Tells whether an item is there only with a key of one's own; the stacks have none."""
    return isinstance(item, dict) and item.get("Fn::If", [None])[0] == "HasKmsKey" and item["Fn::If"][2] == {"Ref": "AWS::NoValue"}


def with_lists(value, parameters):
    """The value with parameters that are lists as lists, which moto takes for texts."""
    if isinstance(value, list):
        return [with_lists(item, parameters) for item in value]
    if not isinstance(value, dict):
        return value
    parameter = parameters.get(value.get("Ref"), {})
    if parameter.get("Type") == "CommaDelimitedList":
        return parameter["Default"].split(",")
    return {key: with_lists(item, parameters) for key, item in value.items()}


def without(value, missing):
    """The value with made-up ARNs of resources that are not made, and without items that moto would make null."""
    if isinstance(value, list):
        return [without(item, missing) for item in value if not is_absent(item)]
    if not isinstance(value, dict):
        return value
    # The reference to a bus is its name, which moto does not know.
    if value == {"Ref": "EventBus"}:
        return {"Ref": "NamePrefix"}
    if value.get("Ref") in missing:
        return arn(value["Ref"])
    if "Fn::GetAtt" in value and value["Fn::GetAtt"][0] in missing:
        return arn(value["Fn::GetAtt"][0])
    if isinstance(value.get("Fn::Sub"), str):
        text = value["Fn::Sub"]
        for name in missing:
            text = text.replace(f"${{{name}}}", name).replace(f"${{{name}.Name}}", name)
        return {"Fn::Sub": text}
    return {key: without(item, missing) for key, item in value.items()}


def code() -> bytes:
    """A zip that stands for a function."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("bootstrap", "")
    return memory.getvalue()


@mock_aws
def deploy(template: dict) -> None:
    resources = template["Resources"]
    missing = {name for name, resource in resources.items() if not is_made(resource["Type"])}
    template = dict(template)
    template["Resources"] = {
        name: without(resource, missing) for name, resource in resources.items() if name not in missing
    }
    for resource in template["Resources"].values():
        if "EventPattern" in resource["Properties"]:
            resource["Properties"] = with_lists(resource["Properties"], template["Parameters"])
        if "EventBusName" in resource["Properties"]:
            resource["DependsOn"] = "EventBus"
    template["Outputs"] = without(template["Outputs"], missing)
    template.pop("Rules", None)

    s3 = boto3.client("s3", region_name=REGION)
    s3.create_bucket(Bucket="bucket")
    s3.put_object(Bucket="bucket", Key="key", Body=code())
    s3.put_object(Bucket="bucket", Key="template.json", Body=json.dumps(template))
    cloudformation = boto3.client("cloudformation", region_name=REGION)
    made = {}
    for stack in STACKS:
        cloudformation.create_stack(
            StackName=stack,
            TemplateURL="https://s3.amazonaws.com/bucket/template.json",
            Capabilities=["CAPABILITY_IAM"],
            Parameters=[{"ParameterKey": "NamePrefix", "ParameterValue": stack}],
        )
        described = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
        assert described["StackStatus"] == "CREATE_COMPLETE", described
        pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack)
        made[stack] = [
            (summary["ResourceType"], summary["LogicalResourceId"], summary.get("PhysicalResourceId"))
            for page in pages
            for summary in page["StackResourceSummaries"]
        ]
    check(*made.values())
    schedule(resources)
    use_restored_ledger(cloudformation)
    kinds = sorted({resources[name]["Type"] for name in missing})
    count = len(next(iter(made.values())))
    print(f"two stacks of {count} of {len(resources)} resources each; moto does not make: {', '.join(kinds)}")


def check(one, other) -> None:
    """Two stacks have as many resources, and none of them is the same."""
    assert [row[:2] for row in sorted(one, key=str)] == [row[:2] for row in sorted(other, key=str)]
    named = {(kind, physical) for kind, _, physical in one if physical}
    shared = [row for row in other if (row[0], row[2]) in named]
    assert not shared, shared
    tables = boto3.client("dynamodb", region_name=REGION).list_tables()["TableNames"]
    assert len(tables) == 8, tables
    functions = boto3.client("lambda", region_name=REGION).list_functions()["Functions"]
    names = [function["FunctionName"] for function in functions]
    for stack in STACKS:
        assert f"{stack}-create-refund-receipt" in names, names


def schedule(resources: dict) -> None:
    """Makes the stacks' schedules by the scheduler's own API, which refuses a name that is taken."""
    scheduler = boto3.client("scheduler", region_name=REGION)
    schedules = [resource for resource in resources.values() if resource["Type"] == "AWS::Scheduler::Schedule"]
    for resource in schedules:
        for stack in STACKS:
            scheduler.create_schedule(
                Name=resource["Properties"]["Name"]["Fn::Sub"].replace("${NamePrefix}", stack),
                ScheduleExpression="rate(6 hours)",
                FlexibleTimeWindow={"Mode": "OFF"},
                Target={"Arn": arn("function"), "RoleArn": arn("role")},
            )
    assert len(scheduler.list_schedules()["Schedules"]) == len(schedules) * len(STACKS)


def use_restored_ledger(cloudformation) -> None:
    """The steps of the chapter "Restore" in infra/README.md: the ledger of an earlier moment becomes a stack's."""
    stack, restored = STACKS[0], f"{STACKS[0]}-ledger-restored"
    dynamodb = boto3.client("dynamodb", region_name=REGION)

    def outputs():
        described = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
        return {output["OutputKey"]: output["OutputValue"] for output in described["Outputs"]}

    ledger = outputs()["Ledger"]
    entry = {"connection": {"S": "us-books"}, "entry": {"S": "entry/create-invoice/deal/9001/Invoice"}}
    dynamodb.put_item(TableName=ledger, Item=entry)
    enabled = {"PointInTimeRecoveryEnabled": True}
    # Moto's CloudFormation leaves it off.
    dynamodb.update_continuous_backups(TableName=ledger, PointInTimeRecoverySpecification=enabled)
    dynamodb.restore_table_to_point_in_time(
        SourceTableName=ledger, TargetTableName=restored, UseLatestRestorableTime=True
    )
    dynamodb.get_waiter("table_exists").wait(TableName=restored)
    dynamodb.update_continuous_backups(TableName=restored, PointInTimeRecoverySpecification=enabled)
    dynamodb.update_table(TableName=restored, DeletionProtectionEnabled=True)
    cloudformation.update_stack(
        StackName=stack,
        UsePreviousTemplate=True,
        Capabilities=["CAPABILITY_IAM"],
        Parameters=[
            {"ParameterKey": "NamePrefix", "UsePreviousValue": True},
            {"ParameterKey": "ExistingLedgerTable", "ParameterValue": restored},
        ],
    )
    assert outputs()["Ledger"] == restored, outputs()
    functions = boto3.client("lambda", region_name=REGION)
    function = functions.get_function_configuration(FunctionName=f"{stack}-create-invoice")
    assert function["Environment"]["Variables"]["LEDGER_TABLE"] == restored, function
    found = dynamodb.get_item(TableName=restored, Key=entry)
    assert found.get("Item") == entry, found


with open(sys.argv[1], encoding="utf-8") as file:
    deploy(json.load(file))

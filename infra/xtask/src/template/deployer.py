"""Compares what deploying a template takes with what its deployer may do: `deployer.py TEMPLATE POLICY`.

CloudFormation acts in the name of who deploys. The actions by which a type of resource is made, changed and deleted stand in its
schema, which cfn-lint brings along:
https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html
"""

import fnmatch
import json
import sys

from cfnlint.schema import PROVIDER_SCHEMA_MANAGER

REGION = "us-east-1"
ACCOUNT = "111122223333"
STACK = "quickbooks-actions"

# The property that names a resource of a type, and the rest of its ARN. What has no name of its own gets one of the stack's.
ARNS = {
    "AWS::ApiGatewayV2::Api": ("", "apigateway:{region}::/apis"),
    "AWS::ApiGatewayV2::ApiMapping": ("", "apigateway:{region}::/domainnames/example.com/apimappings/1"),
    "AWS::ApiGatewayV2::DomainName": ("", "apigateway:{region}::/domainnames/example.com"),
    "AWS::ApiGatewayV2::Stage": ("", "apigateway:{region}::/apis/a1/stages/$default"),
    "AWS::CloudWatch::Alarm": ("AlarmName", "cloudwatch:{region}:{account}:alarm:{name}"),
    "AWS::CloudWatch::Dashboard": ("DashboardName", "cloudwatch::{account}:dashboard/{name}"),
    "AWS::DynamoDB::Table": ("TableName", "dynamodb:{region}:{account}:table/{name}"),
    "AWS::Events::EventBus": ("Name", "events:{region}:{account}:event-bus/{name}"),
    "AWS::Events::Rule": ("Name", "events:{region}:{account}:rule/" + STACK + "/{name}"),
    "AWS::IAM::ManagedPolicy": ("ManagedPolicyName", "iam::{account}:policy/{name}"),
    "AWS::IAM::Role": ("RoleName", "iam::{account}:role/{name}"),
    "AWS::Lambda::EventInvokeConfig": ("FunctionName", "lambda:{region}:{account}:function:{name}"),
    "AWS::Lambda::EventSourceMapping": ("", "lambda:{region}:{account}:event-source-mapping:6f4ee3e5"),
    "AWS::Lambda::Function": ("FunctionName", "lambda:{region}:{account}:function:{name}"),
    "AWS::Lambda::Permission": ("FunctionName", "lambda:{region}:{account}:function:{name}"),
    "AWS::Logs::LogGroup": ("LogGroupName", "logs:{region}:{account}:log-group:{name}"),
    "AWS::S3::Bucket": ("BucketName", "s3:::{name}"),
    "AWS::S3::BucketPolicy": ("", "s3:::{name}"),
    "AWS::SNS::Subscription": ("", "sns:{region}:{account}:{name}"),
    "AWS::SNS::Topic": ("TopicName", "sns:{region}:{account}:{name}"),
    "AWS::SQS::Queue": ("QueueName", "sqs:{region}:{account}:{name}"),
    "AWS::SQS::QueuePolicy": ("", "sqs:{region}:{account}:{name}"),
    "AWS::Scheduler::Schedule": ("Name", "scheduler:{region}:{account}:schedule/default/{name}"),
    "AWS::SecretsManager::Secret": ("Name", "secretsmanager:{region}:{account}:secret:{name}-AbCdEf"),
    "AWS::StepFunctions::StateMachine": ("StateMachineName", "states:{region}:{account}:stateMachine:{name}"),
}

# What a resource uses of another service: the role of a function, its package, a key of one's own.
USED = {
    "iam": "iam::{account}:role/" + STACK + "-role",
    "kms": "kms:{region}:{account}:key/1",
    "lambda": "lambda:{region}:{account}:function:" + STACK + "-create-invoice",
    "s3": "s3:::aws-sam-cli-managed-default-samclisourcebucket-1/package",
}

# What handlers list for what this template does not have.
NOT_USED = {
    "apigateway:*CertificateToDomain": "no domain asks callers for certificates",
    "apigateway:*CertificateFromDomain": "no domain asks callers for certificates",
    "ec2:*": "no function is in a network of its own",
    "elasticfilesystem:*": "no function has a file system",
    "firehose:*": "logs go nowhere else",
    "iam:CreateServiceLinkedRole": "no table has replicas or scales by a role",
    "iam:*GroupPolicy": "policies are of roles",
    "iam:*UserPolicy": "policies are of roles",
    "kinesis:*": "no table has a stream",
    "kms:ListAliases": "a key is given by its ARN",
    "s3files:*": "no function has a file system",
    "s3tables:*": "no bucket has tables of metadata",
}


def is_like(text, pattern):
    """Tells whether a pattern of a policy is met; `[` is a character like the others there."""
    return fnmatch.fnmatchcase(text, pattern.replace("[", "[[]"))


def listed(value):
    return value if isinstance(value, list) else [value]


def is_allowed(policy, action, arn):
    """Tells whether a statement lets the action be done to the resource."""
    return any(
        any(is_like(action.lower(), one.lower()) for one in listed(statement["Action"]))
        and any(is_like(arn, one) for one in listed(statement["Resource"]))
        for statement in policy["Statement"]
    )


def name_of(key, resource):
    """A resource's name in a stack that has the prefix's own name."""
    name = resource.get("Properties", {}).get(ARNS[resource["Type"]][0])
    if isinstance(name, dict):
        name = STACK if name.get("Ref") == "NamePrefix" else name.get("Fn::Sub")
    if not isinstance(name, str):
        return f"{STACK}-{key}-1".lower() if "S3" in resource["Type"] else f"{STACK}-{key}-1"
    return name.replace("${NamePrefix}", STACK)


def arn_of(key, resource, action):
    """The ARN of what an action is done to: the resource, or what it uses of another service."""
    kind, service = resource["Type"], action.split(":")[0]
    own = ARNS[kind][1]
    place = own if own.startswith(f"{service}:") else USED.get(service, own)
    return "arn:aws:" + place.format(region=REGION, account=ACCOUNT, name=name_of(key, resource))


def actions_of(kind):
    """The actions by which resources of a type are made, read, changed and deleted."""
    handlers = PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, kind).schema.get("handlers", {})
    needed = {action for one in ("create", "read", "update", "delete") for action in handlers.get(one, {}).get("permissions", [])}
    return sorted(action for action in needed if not any(is_like(action, pattern) for pattern in NOT_USED))


def main(template, policy):
    resources = json.load(open(template))["Resources"]
    policy = json.load(open(policy))
    missing, checked = set(), 0
    for key, resource in resources.items():
        if resource["Type"] not in ARNS:
            sys.exit(f"{key}: the ARN of a resource of type {resource['Type']} is missing in deployer.py")
        for action in actions_of(resource["Type"]):
            checked += 1
            arn = arn_of(key, resource, action)
            if not is_allowed(policy, action, arn):
                missing.add(f"{resource['Type']}: {action} on {arn}")
    if missing:
        sys.exit("who deploys may not do what the template takes:\n" + "\n".join(sorted(missing)))
    print(f"who deploys may do all {checked} things that the template's resources take")


main(*sys.argv[1:])

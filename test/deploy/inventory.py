"""Prints what an account holds, as JSON: kind to names, and what waits for its deletion to dates.

The endpoint, region and credentials come from the environment, as for any client; with ROLE_ARN it
looks into the account of that role.
"""

import json
import os

import boto3


def pages(service, operation, member, **arguments):
    client = boto3.client(service)
    if not client.can_paginate(operation):
        return getattr(client, operation)(**arguments)[member]
    found = client.get_paginator(operation).paginate(**arguments)
    return [each for page in found for each in page.get(member, [])]


def names(service, operation, member, name, **arguments):
    found = pages(service, operation, member, **arguments)
    return [each[name] if name else each for each in found]


def network_interfaces():
    """Network interfaces of anything that stands in a subnet."""
    return names("ec2", "describe_network_interfaces", "NetworkInterfaces", "NetworkInterfaceId")


def vpc_endpoints():
    """One that is deleted is still described for a while."""
    found = pages("ec2", "describe_vpc_endpoints", "VpcEndpoints")
    return [each["VpcEndpointId"] for each in found if each["State"] != "deleted"]


def of_aws(kms, key_id):
    """moto calls the keys that AWS makes for its services the customer's; their alias tells."""
    aliases = kms.list_aliases(KeyId=key_id)["Aliases"]
    return any(alias["AliasName"].startswith("alias/aws/") for alias in aliases)


def keys():
    kms = boto3.client("kms")
    found = [kms.describe_key(KeyId=id)["KeyMetadata"] for id in names("kms", "list_keys", "Keys", "KeyId")]
    ours = [key for key in found if key["KeyManager"] == "CUSTOMER" and not of_aws(kms, key["KeyId"])]
    pending = [key for key in ours if key["KeyState"] == "PendingDeletion"]
    alive = [key["KeyId"] for key in ours if key not in pending]
    return alive, {f"kms key {key['KeyId']}": str(key["DeletionDate"]) for key in pending}


def secrets():
    found = pages("secretsmanager", "list_secrets", "SecretList", IncludePlannedDeletion=True)
    alive = [secret["Name"] for secret in found if "DeletedDate" not in secret]
    pending = [secret for secret in found if "DeletedDate" in secret]
    return alive, {f"secret {each['Name']}": str(each["DeletedDate"]) for each in pending}


def glue_tables():
    databases = names("glue", "get_databases", "DatabaseList", "Name")
    return [
        f"{database}.{table}"
        for database in databases
        for table in names("glue", "get_tables", "TableList", "Name", DatabaseName=database)
    ]


def inventory():
    key_ids, pending_keys = keys()
    secret_names, pending_secrets = secrets()
    held = {
        "vpc": names("ec2", "describe_vpcs", "Vpcs", "VpcId"),
        "subnet": names("ec2", "describe_subnets", "Subnets", "SubnetId"),
        "route table": names("ec2", "describe_route_tables", "RouteTables", "RouteTableId"),
        "security group": names("ec2", "describe_security_groups", "SecurityGroups", "GroupId"),
        "vpc endpoint": vpc_endpoints(),
        "network interface": network_interfaces(),
        "bucket": names("s3", "list_buckets", "Buckets", "Name"),
        "kms key": key_ids,
        "kms alias": names("kms", "list_aliases", "Aliases", "AliasName"),
        "glue database": names("glue", "get_databases", "DatabaseList", "Name"),
        "glue table": glue_tables(),
        "athena workgroup": names("athena", "list_work_groups", "WorkGroups", "Name"),
        "database": names("rds", "describe_db_instances", "DBInstances", "DBInstanceIdentifier"),
        "database snapshot": names("rds", "describe_db_snapshots", "DBSnapshots", "DBSnapshotIdentifier"),
        "database parameters": names("rds", "describe_db_parameter_groups", "DBParameterGroups", "DBParameterGroupName"),
        "database subnets": names("rds", "describe_db_subnet_groups", "DBSubnetGroups", "DBSubnetGroupName"),
        "secret": secret_names,
        "dms endpoint": names("dms", "describe_endpoints", "Endpoints", "EndpointIdentifier"),
        "dms instance": names("dms", "describe_replication_instances", "ReplicationInstances", "ReplicationInstanceIdentifier"),
        "dms task": names("dms", "describe_replication_tasks", "ReplicationTasks", "ReplicationTaskIdentifier"),
        "dms subnets": names("dms", "describe_replication_subnet_groups", "ReplicationSubnetGroups", "ReplicationSubnetGroupIdentifier"),
        "dms subscription": names("dms", "describe_event_subscriptions", "EventSubscriptionsList", "CustSubscriptionId"),
        "stream": names("kinesis", "list_streams", "StreamNames", None),
        "delivery stream": boto3.client("firehose").list_delivery_streams()["DeliveryStreamNames"],
        "function": names("lambda", "list_functions", "Functions", "FunctionName"),
        "event source mapping": names("lambda", "list_event_source_mappings", "EventSourceMappings", "UUID"),
        "topic": names("sns", "list_topics", "Topics", "TopicArn"),
        "table": names("dynamodb", "list_tables", "TableNames", None),
        "log group": names("logs", "describe_log_groups", "logGroups", "logGroupName"),
        "alarm": names("cloudwatch", "describe_alarms", "MetricAlarms", "AlarmName"),
        "dashboard": names("cloudwatch", "list_dashboards", "DashboardEntries", "DashboardName"),
        "rule": names("events", "list_rules", "Rules", "Name"),
        "role": names("iam", "list_roles", "Roles", "RoleName"),
        "policy": names("iam", "list_policies", "Policies", "Arn", Scope="Local"),
    }
    return {"held": held, "pending": {**pending_keys, **pending_secrets}}


def assume(role_arn):
    assumed = boto3.client("sts").assume_role(RoleArn=role_arn, RoleSessionName="inventory")
    credentials = assumed["Credentials"]
    boto3.setup_default_session(
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
    )


if __name__ == "__main__":
    if "ROLE_ARN" in os.environ:
        assume(os.environ["ROLE_ARN"])
    print(json.dumps(inventory()))

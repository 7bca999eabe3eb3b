"""Runs moto's server on loopback, with what it lacks for the deploy test put in before it starts.

    python moto-launcher.py PORT

Each patch is one function with its reason and the resource types that it lets through: what
Terraform says of those is checked against the patch only, not against what AWS would answer.
`python moto-launcher.py --patched` prints them as JSON.
"""

import datetime
import json
import os
import sys

os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"  # else no policy of AWS can be attached

from moto.core.exceptions import JsonRESTError  # noqa: E402
from moto.core.responses import ActionResult  # noqa: E402
from moto.dms import models as dms  # noqa: E402
from moto.dms.responses import DatabaseMigrationServiceResponse as DmsResponse  # noqa: E402
from moto.dynamodb.responses import DynamoHandler  # noqa: E402
from moto.ec2.models import ec2_backends  # noqa: E402
from moto.ec2.models.security_groups import SecurityGroupRule  # noqa: E402
from moto.iam.models import iam_backends  # noqa: E402
from moto.kinesis.models import kinesis_backends  # noqa: E402
from moto.kinesis.responses import KinesisResponse  # noqa: E402
from moto.rds.responses import RDSResponse  # noqa: E402
from moto.server import main  # noqa: E402
from moto.sns.models import sns_backends  # noqa: E402

PATCHES = []


def patch(*resource_types):
    """Registers a patch under the types that are checked only against it."""

    def register(apply):
        PATCHES.append((apply, resource_types))
        return apply

    return register


def epoch_seconds(value):
    """JSON 1.1 carries timestamps as numbers; moto's DMS sends ISO text, which the SDK refuses."""
    if isinstance(value, str):
        try:
            parsed = datetime.datetime.fromisoformat(value)
        except ValueError:
            return value
        return parsed.replace(tzinfo=datetime.timezone.utc).timestamp()
    return value


def wrap_dict(cls, change):
    """Lets `change` mend what the object shows of itself."""
    original = cls.to_dict

    def to_dict(self):
        shown = original(self)
        change(self, shown)
        return shown

    cls.to_dict = to_dict


@patch("aws_dms_replication_instance")
def replication_instance_shows_what_it_was_given():
    def change(instance, shown):
        shown["InstanceCreateTime"] = epoch_seconds(shown["InstanceCreateTime"])

    wrap_dict(dms.FakeReplicationInstance, change)


@patch("aws_dms_replication_task")
def replication_task_becomes_ready():
    """moto leaves a task in `creating`; the provider waits for `ready`. Deletion is at once."""

    def change(task, shown):
        if task.status == "creating":
            shown["Status"] = task.ready().status
        shown["ReplicationTaskCreationDate"] = epoch_seconds(shown["ReplicationTaskCreationDate"])
        shown["ReplicationTaskStartDate"] = epoch_seconds(shown["ReplicationTaskStartDate"])
        stats = shown["ReplicationTaskStats"]
        shown["ReplicationTaskStats"] = {name: epoch_seconds(stats[name]) for name in stats}

    wrap_dict(dms.FakeReplicationTask, change)


@patch("aws_dms_replication_subnet_group")
def replication_subnet_group_keeps_subnets_and_tags():
    """moto shows `subnet-12345` whatever was asked for, and files the tags under no ARN."""
    create = dms.DatabaseMigrationServiceBackend.create_replication_subnet_group

    def create_and_keep(backend, **arguments):
        group = create(backend, **arguments)
        group.subnets = ec2_backends[backend.account_id][backend.region_name].describe_subnets(
            subnet_ids=arguments["subnet_ids"]
        )
        name = group.replication_subnet_group_identifier
        arn = f"arn:aws:dms:{backend.region_name}:{backend.account_id}:subgrp:{name}"
        backend.tagger.tag_resource(arn, arguments["tags"] or [])
        return group

    def change(group, shown):
        shown["VpcId"] = group.subnets[0].vpc_id
        shown["Subnets"] = [
            {
                "SubnetIdentifier": subnet.id,
                "SubnetAvailabilityZone": {"Name": subnet.availability_zone},
                "SubnetStatus": "Active",
            }
            for subnet in group.subnets
        ]

    dms.DatabaseMigrationServiceBackend.create_replication_subnet_group = create_and_keep
    wrap_dict(dms.FakeReplicationSubnetGroup, change)


@patch("aws_dms_event_subscription")
def event_subscriptions_exist():
    """moto has none. As in AWS, the topic and each source must be there first.

    https://docs.aws.amazon.com/dms/latest/APIReference/API_CreateEventSubscription.html
    """
    subscriptions = {}

    def not_found(message):
        return JsonRESTError("ResourceNotFoundFault", message)

    def create(response):
        asked = json.loads(response.body)
        backend = response.dms_backend
        topics = sns_backends[backend.account_id][backend.region_name].topics
        if asked["SnsTopicArn"] not in topics:
            raise JsonRESTError("SNSInvalidTopicFault", "The topic does not exist.")
        if "dms.amazonaws.com" not in topics[asked["SnsTopicArn"]].policy:
            raise JsonRESTError("SNSNoAuthorizationFault", "DMS may not publish to the topic.")
        known = {instance.id for instance in backend.replication_instances.values()}
        for source in asked.get("SourceIds", []):
            if asked.get("SourceType") == "replication-instance" and source not in known:
                raise not_found(f"The replication instance {source} does not exist.")
        name = asked["SubscriptionName"]
        arn = f"arn:aws:dms:{backend.region_name}:{backend.account_id}:es:{name}"
        backend.tagger.tag_resource(arn, asked.get("Tags") or [])
        subscriptions[name] = {
            "CustSubscriptionId": name,
            "CustomerAwsId": backend.account_id,
            "SnsTopicArn": asked["SnsTopicArn"],
            "Status": "active",
            "SourceType": asked.get("SourceType"),
            "SourceIdsList": asked.get("SourceIds", []),
            "EventCategoriesList": asked.get("EventCategories", []),
            "Enabled": asked.get("Enabled", True),
        }
        return json.dumps({"EventSubscription": subscriptions[name]})

    def describe(response):
        name = json.loads(response.body).get("SubscriptionName")
        if name is None:
            return json.dumps({"EventSubscriptionsList": list(subscriptions.values())})
        if name not in subscriptions:
            raise not_found(f"The event subscription {name} does not exist.")
        return json.dumps({"EventSubscriptionsList": [subscriptions[name]]})

    def delete(response):
        name = json.loads(response.body)["SubscriptionName"]
        if name not in subscriptions:
            raise not_found(f"The event subscription {name} does not exist.")
        return json.dumps({"EventSubscription": subscriptions.pop(name)})

    DmsResponse.create_event_subscription = create
    DmsResponse.describe_event_subscriptions = describe
    DmsResponse.delete_event_subscription = delete


@patch("aws_kinesis_stream")
def streams_keep_their_tags():
    """moto's CreateStream ignores Tags."""
    create = KinesisResponse.create_stream

    def create_with_tags(response):
        answer = create(response)
        tags = response._get_param("Tags")
        if tags:
            response.kinesis_backend.add_tags_to_stream(None, response._get_param("StreamName"), tags)
        return answer

    KinesisResponse.create_stream = create_with_tags


@patch("aws_dynamodb_kinesis_streaming_destination")
def tables_stream_to_kinesis():
    """moto has no Kinesis destinations. As in AWS, table and stream must be there, once each.

    https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_EnableKinesisStreamingDestination.html
    """
    destinations = {}

    def place(response):
        """The destinations of the table; the backend refuses a table that is not there."""
        table = response.dynamodb_backend.get_table(response.body["TableName"])
        return destinations.setdefault(table.table_arn, {})

    def answer(response, destination):
        precision = destination["ApproximateCreationDateTimePrecision"]
        return ActionResult(
            {
                "TableName": response.body["TableName"],
                **{name: destination[name] for name in ("StreamArn", "DestinationStatus")},
                "EnableKinesisStreamingConfiguration": {
                    "ApproximateCreationDateTimePrecision": precision
                },
            }
        )

    def enable(response):
        held, arn = place(response), response.body["StreamArn"]
        account, region, name = arn.split(":")[4], arn.split(":")[3], arn.rsplit("/", 1)[1]
        if name not in kinesis_backends[account][region].streams:
            raise JsonRESTError("ResourceNotFoundException", f"The stream {arn} does not exist.")
        if held.get(arn, {}).get("DestinationStatus") == "ACTIVE":
            raise JsonRESTError("ValidationException", "Table is already streaming to the stream.")
        asked = response.body.get("EnableKinesisStreamingConfiguration", {})
        held[arn] = {
            "StreamArn": arn,
            "DestinationStatus": "ACTIVE",
            "ApproximateCreationDateTimePrecision": asked.get(
                "ApproximateCreationDateTimePrecision", "MILLISECOND"
            ),
        }
        return answer(response, held[arn])

    def disable(response):
        held, arn = place(response), response.body["StreamArn"]
        if held.get(arn, {}).get("DestinationStatus") != "ACTIVE":
            raise JsonRESTError("ResourceNotFoundException", "Table does not stream to the stream.")
        held[arn]["DestinationStatus"] = "DISABLED"
        return answer(response, held[arn])

    def describe(response):
        held = place(response)
        return ActionResult(
            {
                "TableName": response.body["TableName"],
                "KinesisDataStreamDestinations": list(held.values()),
            }
        )

    DynamoHandler.enable_kinesis_streaming_destination = enable
    DynamoHandler.disable_kinesis_streaming_destination = disable
    DynamoHandler.describe_kinesis_streaming_destination = describe


@patch("aws_db_parameter_group")
def parameters_tell_who_set_them():
    """The provider reads back the parameters whose source is `user`; moto names no source."""
    describe = RDSResponse.describe_db_parameters

    def describe_with_source(response):
        answer = describe(response)
        parameters = [{**each, "Source": "user"} for each in answer.result["Parameters"]]
        answer.result["Parameters"] = parameters
        return answer

    RDSResponse.describe_db_parameters = describe_with_source


@patch("aws_vpc_security_group_egress_rule", "aws_vpc_security_group_ingress_rule")
def rules_keep_their_description():
    """moto shows the description of a range of addresses, and not that of a group or a prefix list."""
    begin = SecurityGroupRule.__init__

    def begin_with_description(rule, *args, **kwargs):
        begin(rule, *args, **kwargs)
        targets = [each for each in args if isinstance(each, dict)]
        rule.given = next((each["Description"] for each in targets if "Description" in each), None)

    SecurityGroupRule.__init__ = begin_with_description
    SecurityGroupRule.description = property(lambda rule: rule.given)


def patched():
    return [
        {"patch": apply.__name__, "resources": list(resource_types)}
        for apply, resource_types in PATCHES
    ]


if __name__ == "__main__":
    if sys.argv[1:] == ["--patched"]:
        print(json.dumps(patched()))
    else:
        for apply, _ in PATCHES:
            apply()
        main(["-H", "127.0.0.1", "-p", sys.argv[1]])

"""Calls every service that a user of the laptop cloud would, through boto3. Prints one JSON object."""
import json
import os
import sys
import time

import boto3

feed = json.loads(sys.stdin.read())
session = boto3.Session(
    region_name=feed["region"], aws_access_key_id="operator", aws_secret_access_key="operator"
)
client = lambda name: session.client(name, endpoint_url=os.environ["ENDPOINT"])


def athena_count():
    athena = client("athena")
    query = athena.start_query_execution(
        QueryString="SELECT count(*) FROM " + feed["lake"]["table"],
        WorkGroup=feed["lake"]["workgroup"],
        QueryExecutionContext={"Database": feed["lake"]["database"]},
    )["QueryExecutionId"]
    while True:
        state = athena.get_query_execution(QueryExecutionId=query)["QueryExecution"]["Status"]["State"]
        if state not in ("QUEUED", "RUNNING"):
            break
        time.sleep(0.05)
    rows = athena.get_query_results(QueryExecutionId=query)["ResultSet"]["Rows"]
    return state, rows[1]["Data"][0]["VarCharValue"]


def runner_scripts():
    answer = client("lambda").invoke(
        FunctionName=feed["database"]["runnerFunction"],
        Payload=json.dumps({"action": "list-scripts"}),
    )
    return [script["name"] for script in json.loads(answer["Payload"].read())["scripts"]]


def kinesis_round_trip():
    kinesis = client("kinesis")
    put = kinesis.put_record(
        StreamName=feed["stream"]["name"], PartitionKey="boto3", Data=b"from boto3"
    )
    iterator = kinesis.get_shard_iterator(
        StreamName=feed["stream"]["name"],
        ShardId=put["ShardId"],
        ShardIteratorType="AT_SEQUENCE_NUMBER",
        StartingSequenceNumber=put["SequenceNumber"],
    )["ShardIterator"]
    return kinesis.get_records(ShardIterator=iterator)["Records"][0]["Data"].decode()


def s3_round_trip():
    s3 = client("s3")
    s3.put_object(Bucket=feed["lake"]["bucket"], Key="peers/a b.txt", Body=b"from boto3")
    return s3.get_object(Bucket=feed["lake"]["bucket"], Key="peers/a b.txt")["Body"].read().decode()


def dynamodb_stream_and_export():
    dynamodb, streams = client("dynamodb"), client("dynamodbstreams")
    table = dynamodb.create_table(
        TableName="boto3-people",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    )["TableDescription"]
    dynamodb.put_item(TableName="boto3-people", Item={"id": {"S": "a"}, "b": {"B": b"bytes"}})
    stream = table["LatestStreamArn"]
    shard = streams.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"][0]["ShardId"]
    iterator = streams.get_shard_iterator(
        StreamArn=stream, ShardId=shard, ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    change = streams.get_records(ShardIterator=iterator)["Records"][0]["dynamodb"]
    dynamodb.update_continuous_backups(
        TableName="boto3-people",
        PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
    )
    export = dynamodb.export_table_to_point_in_time(
        TableArn=table["TableArn"], S3Bucket=feed["lake"]["bucket"], S3Prefix="peers/export"
    )["ExportDescription"]
    while export["ExportStatus"] == "IN_PROGRESS":
        time.sleep(0.05)
        export = dynamodb.describe_export(ExportArn=export["ExportArn"])["ExportDescription"]
    return [
        change["NewImage"]["b"]["B"].decode(),
        change["ApproximateCreationDateTime"].microsecond,
        export["ExportStatus"],
        export["ItemCount"],
    ]


secret = client("secretsmanager").get_secret_value(SecretId=feed["database"]["masterSecretArn"])
print(
    json.dumps(
        {
            "account": client("sts").get_caller_identity()["Account"],
            "athena": athena_count(),
            "dms": [
                table["TableName"]
                for table in client("dms").describe_table_statistics(
                    ReplicationTaskArn=feed["dms"]["taskArn"]
                )["TableStatistics"]
            ],
            "dynamodb": client("dynamodb").describe_table(TableName=feed["alerts"]["ledgerTable"])[
                "Table"
            ]["TableStatus"],
            "dynamodbstreams": dynamodb_stream_and_export(),
            "firehose": client("firehose").describe_delivery_stream(
                DeliveryStreamName=feed["delivery"]["name"]
            )["DeliveryStreamDescription"]["DeliveryStreamStatus"],
            "kinesis": kinesis_round_trip(),
            "lambda": runner_scripts(),
            "s3": s3_round_trip(),
            "secretsmanager": sorted(json.loads(secret["SecretString"])),
            "sns": client("sns").publish(TopicArn=feed["alerts"]["topicArn"], Message="from boto3")[
                "ResponseMetadata"
            ]["HTTPStatusCode"],
        }
    )
)

"""BigQuery of the local cloud, as the official client and bq see it, unmodified. There is no SQL."""

import datetime
import decimal
import json
import shutil
import uuid

import pytest
import requests
from google.api_core import exceptions
from google.auth.credentials import AnonymousCredentials
from google.cloud import bigquery
from test_local_cloud import gcloud  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.ours_only, pytest.mark.timeout(180)]

PROJECT = "local-project"
TIMEOUT = 20


def advance(cloud, seconds):
    """Lets time pass in the cloud."""
    url = f"http://{cloud}/emulator/v1/timeline:advance"
    requests.post(url, json={"duration": f"{seconds}s"}, timeout=TIMEOUT).raise_for_status()


@pytest.fixture(scope="module")
def client(cloud):
    options = {"api_endpoint": f"http://{cloud}"}
    return bigquery.Client(project=PROJECT, credentials=AnonymousCredentials(), client_options=options)


@pytest.fixture
def dataset(client):
    """A fresh dataset, which goes with all that is in it."""
    made = client.create_dataset(f"d_{uuid.uuid4().hex[:12]}")
    yield made
    client.delete_dataset(made, delete_contents=True, not_found_ok=True)


@pytest.fixture
def table(client, dataset):
    schema = [
        bigquery.SchemaField("id", "INTEGER", mode="REQUIRED"),
        bigquery.SchemaField("at", "TIMESTAMP"),
        bigquery.SchemaField("day", "DATE"),
        bigquery.SchemaField("clock", "TIME"),
        bigquery.SchemaField("local", "DATETIME"),
        bigquery.SchemaField("price", "NUMERIC"),
        bigquery.SchemaField("ratio", "FLOAT"),
        bigquery.SchemaField("done", "BOOLEAN"),
        bigquery.SchemaField("blob", "BYTES"),
        bigquery.SchemaField("doc", "JSON"),
        bigquery.SchemaField("tags", "STRING", mode="REPEATED"),
        bigquery.SchemaField(
            "items", "RECORD", mode="REPEATED", fields=[bigquery.SchemaField("sku", "STRING", mode="REQUIRED")]
        ),
    ]
    return client.create_table(bigquery.Table(dataset.table("orders"), schema=schema))


def test_a_dataset_is_made_changed_and_deleted(client):
    name = f"{PROJECT}.d_{uuid.uuid4().hex[:12]}"
    wanted = bigquery.Dataset(name)
    wanted.location = "EU"
    wanted.labels = {"team": "a"}
    wanted.default_table_expiration_ms = 3_600_000
    made = client.create_dataset(wanted)
    assert made.location == "EU" and made.full_dataset_id == name.replace(".", ":")
    assert {entry.entity_id for entry in made.access_entries} >= {"projectReaders", "owner@example.com"}
    with pytest.raises(exceptions.Conflict, match="Already Exists: Dataset"):
        client.create_dataset(wanted)
    made.description = "changed"
    made.labels = {"team": None, "other": "b"}
    changed = client.update_dataset(made, ["description", "labels"])
    assert changed.description == "changed" and changed.labels == {"other": "b"}
    # The first answer has an etag that is not the present one any more.
    with pytest.raises(exceptions.PreconditionFailed):
        client.update_dataset(made, ["description"])
    listed = [item.dataset_id for item in client.list_datasets(filter="labels.other:b")]
    assert listed == [made.dataset_id]
    client.delete_dataset(made)
    with pytest.raises(exceptions.NotFound, match="Not found: Dataset"):
        client.get_dataset(name)


def test_a_table_has_partitions_and_clusters_and_its_schema_only_grows(client, dataset):
    table = bigquery.Table(dataset.table("t"), schema=[bigquery.SchemaField("at", "TIMESTAMP", "REQUIRED")])
    table.time_partitioning = bigquery.TimePartitioning(field="at", expiration_ms=86_400_000)
    table.clustering_fields = ["at"]
    table.require_partition_filter = True
    made = client.create_table(table)
    assert made.time_partitioning.type_ == "DAY" and made.clustering_fields == ["at"]
    assert made.require_partition_filter and made.num_rows == 0
    made.schema = [bigquery.SchemaField("at", "TIMESTAMP"), bigquery.SchemaField("new", "STRING")]
    changed = client.update_table(made, ["schema"])
    assert [(field.name, field.mode) for field in changed.schema] == [("at", "NULLABLE"), ("new", "NULLABLE")]
    changed.schema = [bigquery.SchemaField("at", "TIMESTAMP")]
    with pytest.raises(exceptions.BadRequest, match="Field new is missing in new schema"):
        client.update_table(changed, ["schema"])
    assert [item.table_id for item in client.list_tables(dataset)] == ["t"]
    with pytest.raises(exceptions.BadRequest, match="still in use"):
        client.delete_dataset(dataset)


def test_a_table_divided_by_integers(client, dataset):
    table = bigquery.Table(dataset.table("t"), schema=[bigquery.SchemaField("id", "INT64")])
    table.range_partitioning = bigquery.RangePartitioning(
        field="id", range_=bigquery.PartitionRange(start=0, end=100, interval=10)
    )
    assert client.create_table(table).range_partitioning.range_.end == 100


def test_rows_of_every_type_come_back(client, table):
    row = {
        "id": 1,
        "at": datetime.datetime(2026, 5, 4, 3, 2, 1, 123456, tzinfo=datetime.timezone.utc),
        "day": datetime.date(2026, 5, 4),
        "clock": datetime.time(1, 2, 3, 500000),
        "local": datetime.datetime(2026, 5, 4, 3, 2, 1),
        "price": decimal.Decimal("12.345"),
        "ratio": 0.5,
        "done": True,
        "blob": b"\x00\xff",
        "doc": {"a": [1, None]},
        "tags": ["x", "y"],
        "items": [{"sku": "a"}, {"sku": "b"}],
    }
    assert client.insert_rows(table, [row]) == []
    (read,) = client.list_rows(table)
    assert dict(read.items()) == row
    assert client.get_table(table).num_rows == 1


def test_wrong_rows_are_told_one_by_one(client, table):
    rows = [{"id": 1}, {"id": "x"}, {"id": 2, "colour": "red"}, {}]
    errors = {error["index"]: error["errors"][0] for error in client.insert_rows_json(table, rows)}
    assert errors[0]["reason"] == "stopped"
    assert errors[1]["reason"] == "invalid" and errors[1]["location"] == "id"
    assert errors[2]["message"] == "no such field: colour."
    assert errors[3]["message"] == "Missing required field: id."
    assert list(client.list_rows(table)) == []
    errors = client.insert_rows_json(table, rows, skip_invalid_rows=True, ignore_unknown_values=True)
    assert [error["index"] for error in errors] == [1, 3]
    assert [row["id"] for row in client.list_rows(table)] == [1, 2]


def test_a_row_is_not_added_twice_within_a_minute(client, cloud, table):
    for _ in range(2):
        assert client.insert_rows_json(table, [{"id": 1}], row_ids=["same"]) == []
    assert client.get_table(table).num_rows == 1
    advance(cloud, 61)
    client.insert_rows_json(table, [{"id": 1}], row_ids=["same"])
    assert client.get_table(table).num_rows == 2


def test_rows_are_read_in_pages_and_by_column(client, table):
    client.insert_rows_json(table, [{"id": n, "tags": [str(n)]} for n in range(25)])
    assert [row["id"] for row in client.list_rows(table, page_size=10)] == list(range(25))
    assert [row["id"] for row in client.list_rows(table, start_index=20, max_results=3)] == [20, 21, 22]
    wanted = [field for field in table.schema if field.name == "tags"]
    assert [row.values() for row in client.list_rows(table, selected_fields=wanted, max_results=1)] == [(["0"],)]


def test_a_table_expires_by_the_clock_of_the_cloud(client, cloud, dataset):
    table = bigquery.Table(dataset.table("brief"))
    url = f"http://{cloud}/emulator/v1/timeline"
    now = requests.get(url, timeout=TIMEOUT).json()["now"]
    present = datetime.datetime.fromisoformat(now[:19] + "+00:00")
    table.expires = present + datetime.timedelta(minutes=2)
    client.create_table(table)
    advance(cloud, 150)
    with pytest.raises(exceptions.NotFound):
        client.get_table(dataset.table("brief"))


def test_a_policy_of_a_table_is_set_and_read(client, cloud, table):
    policy = client.get_iam_policy(table)
    policy.bindings = [{"role": "roles/bigquery.dataViewer", "members": {"user:someone@example.com"}}]
    client.set_iam_policy(table, policy)
    # It takes its time to be seen.
    advance(cloud, 600)
    assert client.get_iam_policy(table)["roles/bigquery.dataViewer"] == {"user:someone@example.com"}
    permissions = ["bigquery.tables.getData", "bigquery.tables.delete"]
    assert client.test_iam_permissions(table, permissions)["permissions"] == permissions


def test_projects_and_their_account(client):
    assert [project.project_id for project in client.list_projects()] == [PROJECT]
    assert client.get_service_account_email().endswith("@bigquery-encryption.iam.gserviceaccount.com")


def test_what_is_not_supported_says_so(client, dataset):
    with pytest.raises(exceptions.MethodNotImplemented, match="no SQL engine"):
        client.query("SELECT 1", retry=None, job_retry=None)
    view = bigquery.Table(dataset.table("v"))
    view.view_query = "SELECT 1"
    with pytest.raises(exceptions.MethodNotImplemented, match="table.view is not supported"):
        client.create_table(view)
    with pytest.raises(exceptions.MethodNotImplemented, match="jobs"):
        client.load_table_from_uri("gs://b/o", dataset.table("t"), retry=None)


@pytest.fixture
def bq(gcloud, tmp_path):  # noqa: F811
    """Runs shell lines with `bq` against a cloud of their own."""
    if not shutil.which("bq"):
        pytest.skip("bq is not installed")
    token = tmp_path / "token"
    token.write_text("owner@example.com")
    row = tmp_path / "row.json"
    row.write_text(json.dumps({"id": 7, "item": "nail", "at": "2026-01-02 03:04:05"}))

    def run(script):
        return gcloud(
            f"export CLOUDSDK_AUTH_ACCESS_TOKEN_FILE={token} CLOUDSDK_AUTH_DISABLE_CREDENTIALS=false ROW={row}\n"
            # It would tunnel through the proxy that gcloud needs for Cloud Run.
            "unset CLOUDSDK_PROXY_TYPE CLOUDSDK_PROXY_ADDRESS CLOUDSDK_PROXY_PORT\n"
            f'bq() {{ command bq --api="http://$PUBSUB_EMULATOR_HOST" --project_id={PROJECT} --headless "$@"; }}\n'
            + script
        )

    return run


def test_bq_makes_fills_shows_and_removes(bq):
    done = bq(
        "bq mk -d --description first shop >/dev/null\n"
        "bq mk -t --time_partitioning_field at shop.orders id:INTEGER,item:STRING,at:TIMESTAMP >/dev/null\n"
        "bq insert shop.orders $ROW\n"
        "bq head --format=json shop.orders\n"
        "bq update --description second shop.orders >/dev/null\n"
        "bq update --set_label team:a shop >/dev/null\n"
        "bq ls --format=json shop\n"
        "bq show --format=json shop.orders\n"
        "bq show --format=json shop\n"
        "bq rm -f -t shop.orders\n"
        "bq rm -r -f -d shop\n"
        "bq ls --format=json\n"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    rows, tables, table, dataset, *rest = [json.loads(line) for line in done.stdout.splitlines() if line]
    assert rows == [{"id": "7", "item": "nail", "at": "2026-01-02 03:04:05"}]
    assert tables[0]["tableReference"]["tableId"] == "orders"
    assert table["description"] == "second" and table["timePartitioning"]["field"] == "at"
    assert dataset["description"] == "first" and dataset["labels"] == {"team": "a"}
    assert rest in ([], [[]])


def test_bq_is_told_that_there_is_no_sql(bq):
    done = bq("bq query 'SELECT 1'")
    assert done.returncode != 0
    assert "no SQL engine" in done.stdout + done.stderr

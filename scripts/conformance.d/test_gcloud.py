"""The `gcloud pubsub` commands, unmodified, against the emulator; skipped where gcloud is not installed."""

import json
import os
import shutil
import subprocess

import pytest

pytestmark = [
    pytest.mark.skipif(not shutil.which("gcloud"), reason="gcloud is not installed"),
    pytest.mark.timeout(120),
]


@pytest.fixture(scope="module")
def gcloud(endpoint, tmp_path_factory):
    """Runs `gcloud ARGUMENTS` with the emulator's address, and returns what it printed as JSON."""
    environment = {
        **os.environ,
        "CLOUDSDK_CONFIG": str(tmp_path_factory.mktemp("gcloud")),
        "CLOUDSDK_AUTH_DISABLE_CREDENTIALS": "true",
        "CLOUDSDK_API_ENDPOINT_OVERRIDES_PUBSUB": f"http://{endpoint}/",
        "CLOUDSDK_CORE_PROJECT": "gcloud-project",
        "CLOUDSDK_CORE_DISABLE_PROMPTS": "1",
    }

    def run(*arguments):
        done = subprocess.run(
            ["gcloud", "--format=json", *arguments], env=environment, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout or "null")

    return run


def test_messages_go_through_topic_and_subscription(gcloud):
    gcloud("pubsub", "topics", "create", "orders")
    gcloud("pubsub", "subscriptions", "create", "billing", "--topic=orders", "--ack-deadline=20")
    gcloud("pubsub", "topics", "publish", "orders", "--message=hello", "--attribute=color=red")
    [received] = gcloud("pubsub", "subscriptions", "pull", "billing", "--auto-ack")
    assert received["message"]["attributes"] == {"color": "red"}
    listed = gcloud("pubsub", "subscriptions", "list")
    assert [one["name"].split("/")[-1] for one in listed] == ["billing"]
    gcloud("pubsub", "subscriptions", "update", "billing", "--ack-deadline=30")
    assert gcloud("pubsub", "subscriptions", "describe", "billing")["ackDeadlineSeconds"] == 30


@pytest.mark.official_deviates("no schemas through REST", run=False)
def test_schemas_are_created_and_committed(gcloud, tmp_path):
    definition = tmp_path / "schema.json"
    fields = [{"name": "a", "type": "int"}]
    definition.write_text(json.dumps({"type": "record", "name": "A", "fields": fields}))
    gcloud("pubsub", "schemas", "create", "numbers", "--type=avro", f"--definition-file={definition}")
    fields.append({"name": "b", "type": "int", "default": 0})
    definition.write_text(json.dumps({"type": "record", "name": "A", "fields": fields}))
    gcloud("pubsub", "schemas", "commit", "numbers", "--type=avro", f"--definition-file={definition}")
    assert len(gcloud("pubsub", "schemas", "list-revisions", "numbers")) == 2
    gcloud("pubsub", "topics", "create", "typed", "--schema=numbers", "--message-encoding=json")


@pytest.mark.official_deviates("no IAM", run=False)
def test_snapshots_and_policies(gcloud):
    gcloud("pubsub", "topics", "create", "snapped")
    gcloud("pubsub", "subscriptions", "create", "snapping", "--topic=snapped")
    gcloud("pubsub", "snapshots", "create", "moment", "--subscription=snapping")
    gcloud("pubsub", "subscriptions", "seek", "snapping", "--snapshot=moment")
    member = "serviceAccount:a@p.iam.gserviceaccount.com"
    gcloud(
        "pubsub", "topics", "add-iam-policy-binding", "snapped", f"--member={member}",
        "--role=roles/pubsub.publisher",
    )
    [binding] = gcloud("pubsub", "topics", "get-iam-policy", "snapped")["bindings"]
    assert binding == {"role": "roles/pubsub.publisher", "members": [member]}

"""The state of a local cloud: kept across SIGKILL, exported, imported, seeded; and disruptions as clients see them."""

import json
import pathlib
import random
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request

import pytest
from google.api_core import exceptions
from google.api_core.client_options import ClientOptions
from google.auth.credentials import AnonymousCredentials
from harness import TIMEOUT, Emulator, clean_environment

pytestmark = [pytest.mark.ours_only, pytest.mark.timeout(300)]

PROJECT = "projects/local-project"
READY = re.compile(r"ready on http://127\.0\.0\.1:(\d+)")


@pytest.fixture
def start(local_cloud):
    """Starts a cloud with arguments, to be entered with `with`."""

    def make(*arguments):
        return Emulator([local_cloud, "--port", "0", *arguments], ready=READY)

    return make


def ask(port, method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data, method=method)
    request.add_header("content-type", "application/json")
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
        return json.load(answer)


def client(kind, port):
    """An official client of an API, over REST."""
    options = ClientOptions(api_endpoint=f"http://127.0.0.1:{port}")
    return kind(credentials=AnonymousCredentials(), client_options=options, transport="rest")


def secrets(port):
    from google.cloud import secretmanager_v1

    return client(secretmanager_v1.SecretManagerServiceClient, port)


def jobs(port):
    from google.cloud import scheduler_v1

    return client(scheduler_v1.CloudSchedulerClient, port)


def add_secret(port, id="key", data=b"hush"):
    service = secrets(port)
    body = {"replication": {"automatic": {}}}
    service.create_secret(request={"parent": PROJECT, "secret_id": id, "secret": body})
    service.add_secret_version(request={"parent": f"{PROJECT}/secrets/{id}", "payload": {"data": data}})


def read_secret(port, id="key"):
    name = f"{PROJECT}/secrets/{id}/versions/latest"
    return secrets(port).access_secret_version(request={"name": name}).payload.data


@pytest.mark.parametrize("options", [["--rounds", "15"], ["--rounds", "4", "--sync"]])
def test_nothing_answered_is_lost_to_sigkill(local_cloud, options):
    script = pathlib.Path(__file__).with_name("cloud_kill_rounds.py")
    done = subprocess.run(
        [sys.executable, script, local_cloud, *options], capture_output=True, text=True, timeout=280
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_objects_survive_sigkill(start, tmp_path, monkeypatch):
    from google.cloud import storage

    def connect(port):
        monkeypatch.setenv("STORAGE_EMULATOR_HOST", f"http://127.0.0.1:{port}")
        return storage.Client(project="local-project", credentials=AnonymousCredentials())

    folder = tmp_path / "data"
    large = random.Random(1).randbytes(3 << 20)
    with start("--data-dir", str(folder)) as cloud:
        bucket = connect(cloud.port).create_bucket("kept", location="europe-west1")
        bucket.blob("small").upload_from_string(b"hello", content_type="text/plain")
        blob = bucket.blob("large", chunk_size=1 << 20)
        blob.metadata = {"team": "a"}
        blob.upload_from_string(large)
        bucket.blob("gone").upload_from_string(b"bye")
        bucket.blob("gone").delete()
        bucket.copy_blob(bucket.blob("small"), bucket, "copy")
        before = {one.name: (one.generation, one.etag, one.md5_hash) for one in bucket.list_blobs()}
        cloud.stop(sig=signal.SIGKILL)
    assert len(list((folder / "blobs").iterdir())) == 2
    with start("--data-dir", str(folder)) as cloud:
        bucket = connect(cloud.port).get_bucket("kept")
        assert bucket.location == "EUROPE-WEST1"
        assert {one.name: (one.generation, one.etag, one.md5_hash) for one in bucket.list_blobs()} == before
        assert bucket.blob("small").download_as_bytes() == bucket.blob("copy").download_as_bytes() == b"hello"
        assert bucket.get_blob("large").metadata == {"team": "a"}
        assert bucket.blob("large").download_as_bytes() == large
        bucket.blob("large").delete()
        assert len(list((folder / "blobs").iterdir())) == 1


def test_a_damaged_log_is_refused_with_its_offset(start, local_cloud, tmp_path):
    folder = tmp_path / "data"
    with start("--data-dir", str(folder)) as cloud:
        add_secret(cloud.port)
    log = folder / "log"
    content = bytearray(log.read_bytes())
    content[len(content) // 2] ^= 1
    log.write_bytes(content)
    done = subprocess.run(
        [local_cloud, "--port", "0", "--data-dir", str(folder)], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and "is damaged at offset" in done.stderr


def test_a_directory_keeps_its_propagation(start, local_cloud, tmp_path):
    with start("--data-dir", str(tmp_path), "--propagation", "slow"):
        pass
    command = [local_cloud, "--port", "0", "--data-dir", str(tmp_path), "--propagation", "instant"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and "leave out --propagation" in done.stderr
    with start("--data-dir", str(tmp_path)) as cloud:
        state = ask(cloud.port, "GET", "/emulator/v1/state")
        assert state["origin"]["propagation"]["policies"]["granted"]["max"] == "420s"


def test_a_state_goes_from_one_cloud_to_another(start, tmp_path):
    file = tmp_path / "state.json"
    with start("--export-on-exit", str(file)) as cloud:
        add_secret(cloud.port)
    document = json.loads(file.read_text())
    assert [one["name"] for one in document["resources"]["secrets"]]
    with start("--import", str(file)) as cloud:
        assert read_secret(cloud.port) == b"hush"
        diff = ask(cloud.port, "POST", "/emulator/v1/state:diff", {"from": document})
        assert diff == {"differences": []}
        add_secret(cloud.port, "more")
        diff = ask(cloud.port, "POST", "/emulator/v1/state:diff", {"from": document})
        assert any("secrets/more" in one["path"] for one in diff["differences"])
        assert ask(cloud.port, "PUT", "/emulator/v1/state", document) == {}
        assert ask(cloud.port, "POST", "/emulator/v1/state:diff", {"from": document}) == {"differences": []}


def test_exec_leaves_its_state_behind(local_cloud, tmp_path):
    file = tmp_path / "state.json"
    command = [local_cloud, "exec", "--export-on-exit", str(file), "--", "sh", "-c", "exit 3"]
    done = subprocess.run(command, env=clean_environment(), capture_output=True, text=True, timeout=60)
    assert done.returncode == 3, done.stderr
    assert json.loads(file.read_text())["writes"] == []


SEED = """
accounts:
  - id: runner
topics:
  - name: orders
secrets:
  - name: key
    versions: [hush]
bindings:
  - role: roles/secretmanager.secretAccessor
    members: [serviceAccount:runner]
    resource: secrets/key
"""


def test_a_seed_is_there_at_once(start, tmp_path):
    file = tmp_path / "seed.yaml"
    file.write_text(SEED)
    with start("--seed", str(file), "--seed", "7", "--propagation", "worst") as cloud:
        assert read_secret(cloud.port) == b"hush"
        email = "runner@local-project.iam.gserviceaccount.com"
        account = ask(cloud.port, "GET", f"/v1/{PROJECT}/serviceAccounts/{email}")
        assert account["email"] == email
        assert ask(cloud.port, "GET", f"/v1/{PROJECT}/topics/orders")["name"].endswith("orders")


def test_a_wrong_seed_is_refused_with_its_place(local_cloud, tmp_path):
    file = tmp_path / "seed.yaml"
    file.write_text("topisc:\n  - name: x\n")
    command = [local_cloud, "--port", "0", "--seed", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "seed.yaml:1:1: unknown key `topisc`; did you mean `topics`?" in done.stderr


def test_a_region_that_is_down_is_unavailable(start):
    with start("--disrupt", "region-down=europe-west1") as cloud:
        service = jobs(cloud.port)
        with pytest.raises(exceptions.ServiceUnavailable):
            list(service.list_jobs(parent=f"{PROJECT}/locations/europe-west1", retry=None))
        assert list(service.list_jobs(parent=f"{PROJECT}/locations/europe-west2", retry=None)) == []
        found = ask(cloud.port, "GET", "/emulator/v1/disruptions")["disruptions"]
        assert found == [{"id": 1, "name": "region-down", "location": "europe-west1"}]
        ask(cloud.port, "DELETE", "/emulator/v1/disruptions/1")
        assert list(service.list_jobs(parent=f"{PROJECT}/locations/europe-west1", retry=None)) == []


def test_an_exhausted_quota_says_which(start):
    with start() as cloud:
        body = {"name": "quota-exhausted", "service": "secretmanager.googleapis.com"}
        ask(cloud.port, "POST", "/emulator/v1/disruptions", body)
        with pytest.raises(exceptions.TooManyRequests) as refused:
            list(secrets(cloud.port).list_secrets(request={"parent": PROJECT}, retry=None))
        assert refused.value.reason == "RATE_LIMIT_EXCEEDED"
        assert refused.value.metadata["service"] == "secretmanager.googleapis.com"
        assert list(jobs(cloud.port).list_jobs(parent=f"{PROJECT}/locations/europe-west1")) == []
        ask(cloud.port, "DELETE", "/emulator/v1/disruptions")
        assert list(secrets(cloud.port).list_secrets(request={"parent": PROJECT})) == []


def test_an_exhausted_quota_reaches_pubsub_over_grpc(start, monkeypatch):
    from google.cloud import pubsub_v1

    with start("--disrupt", "quota-exhausted=pubsub.googleapis.com") as cloud:
        monkeypatch.setenv("PUBSUB_EMULATOR_HOST", f"127.0.0.1:{cloud.port}")
        with pytest.raises(exceptions.ResourceExhausted):
            pubsub_v1.PublisherClient().create_topic(name=f"{PROJECT}/topics/t", retry=None, timeout=TIMEOUT)


def test_stuck_operations_and_stalled_propagation_last_until_they_are_lifted(start):
    options = ("--timeline", "virtual", "--disrupt", "operation-stuck", "--disrupt", "propagation-stalled")
    with start(*options) as cloud:
        name = f"/v1/{PROJECT}/services/run.googleapis.com"
        operation = ask(cloud.port, "POST", name + ":disable", {})["name"]
        account = ask(cloud.port, "POST", f"/v1/{PROJECT}/serviceAccounts", {"accountId": "runner"})["name"]
        ask(cloud.port, "POST", "/emulator/v1/timeline:advance", {"duration": "3600s"})
        assert not ask(cloud.port, "GET", f"/v1/{operation}").get("done")
        with pytest.raises(urllib.error.HTTPError) as missing:
            ask(cloud.port, "GET", f"/v1/{account}")
        assert missing.value.code == 404
        ask(cloud.port, "DELETE", "/emulator/v1/disruptions")
        ask(cloud.port, "POST", "/emulator/v1/timeline:advance", {"duration": "3600s"})
        assert ask(cloud.port, "GET", f"/v1/{operation}")["done"]
        assert ask(cloud.port, "GET", f"/v1/{account}")["name"] == account


def test_leaks_and_reset_know_every_api(start):
    with start() as cloud:
        mark = ask(cloud.port, "POST", "/emulator/v1/leaks:mark", {})["mark"]
        add_secret(cloud.port)
        leaks = ask(cloud.port, "GET", f"/emulator/v1/leaks?mark={mark}")
        assert not leaks["clean"] and "secrets" in leaks["resources"]
        ask(cloud.port, "POST", "/emulator/v1/reset", {})
        assert ask(cloud.port, "GET", f"/emulator/v1/leaks?mark={mark}")["clean"]
        assert list(secrets(cloud.port).list_secrets(request={"parent": PROJECT})) == []


def test_a_fault_rule_meets_every_api(start):
    with start() as cloud:
        rule = {"match": {"method": "ListSecrets"}, "action": {"error": {"code": "ABORTED"}}}
        ask(cloud.port, "POST", "/emulator/v1/faults", rule)
        with pytest.raises(exceptions.GoogleAPICallError):
            list(secrets(cloud.port).list_secrets(request={"parent": PROJECT}, retry=None))


def test_a_recording_is_replayed(start, local_cloud, tmp_path):
    file = tmp_path / "requests"
    with start("--record", str(file)) as cloud:
        add_secret(cloud.port)
    done = subprocess.run([local_cloud, "replay", str(file)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 replayed, 0 left out, 0 ended otherwise" in done.stdout


def test_a_policy_is_suggested_from_the_traffic(start, local_cloud):
    with start() as cloud:
        add_secret(cloud.port)
        request = urllib.request.Request(f"http://127.0.0.1:{cloud.port}/v1/{PROJECT}/secrets/key")
        request.add_header("authorization", "Bearer someone@example.com")
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(request, timeout=TIMEOUT)
        command = [local_cloud, "policy", "suggest", "--port", str(cloud.port)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert done.returncode == 1
        assert "Needed, and not granted:" in done.stdout
        assert "to user:someone@example.com" in done.stdout


def test_propagation_of_ones_own(start, tmp_path):
    file = tmp_path / "slow.yaml"
    file.write_text("base: instant\naccounts:\n  visible: {min: 5s, max: 5s}\n")
    with start("--propagation", str(file), "--timeline", "virtual") as cloud:
        account = ask(cloud.port, "POST", f"/v1/{PROJECT}/serviceAccounts", {"accountId": "runner"})["name"]
        with pytest.raises(urllib.error.HTTPError):
            ask(cloud.port, "GET", f"/v1/{account}")
        ask(cloud.port, "POST", "/emulator/v1/timeline:advance", {"duration": "5s"})
        assert ask(cloud.port, "GET", f"/v1/{account}")["name"] == account

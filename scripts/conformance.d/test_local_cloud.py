"""The local cloud with unmodified clients: gcloud, and the official Pub/Sub client as one service account."""

import json
import re
import shutil
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from google.api_core.exceptions import NotFound, PermissionDenied
from google.cloud import pubsub_v1
from google.iam.v1 import policy_pb2
from harness import TIMEOUT, Emulator, clean_environment

pytestmark = [pytest.mark.ours_only, pytest.mark.timeout(180)]

PROJECT = "local-project"
READY = re.compile(r"ready on http://127\.0\.0\.1:(\d+)")


@pytest.fixture(scope="module")
def executable(request):
    path = request.config.getoption("--local-cloud")
    if not path:
        pytest.skip("give --local-cloud PATH")
    return str(Path(path).resolve())


@pytest.fixture(scope="module")
def cloud(executable):
    """The address of a cloud that enforces policies, which take two to three minutes of virtual time to spread."""
    running = Emulator([executable, "--port", "0", "--timeline", "virtual"], ready=READY).wait_until_ready()
    yield f"127.0.0.1:{running.port}"
    code, seconds = running.stop()
    assert code == 0 and seconds < 1


def post(address, path, body):
    request = urllib.request.Request(
        f"http://{address}/{path}", json.dumps(body).encode(), {"content-type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
        return json.load(answer)


def publisher(monkeypatch, address):
    monkeypatch.setenv("PUBSUB_EMULATOR_HOST", address)
    return pubsub_v1.PublisherClient()


def create_account(cloud, name):
    """A service account that everything knows of by now, and a port whose callers it is."""
    email = post(cloud, f"v1/projects/{PROJECT}/serviceAccounts", {"accountId": name})["email"]
    post(cloud, "emulator/v1/timeline:advance", {"duration": "600s"})
    port = post(cloud, "emulator/v1/ports", {"account": email})["port"]
    return email, f"127.0.0.1:{port}"


def publish(client, topic):
    return client.publish(topic, b"x", retry=None, timeout=TIMEOUT).result(TIMEOUT)


def test_a_service_publishes_once_its_grant_has_spread_and_no_longer_after_a_revoke(cloud, monkeypatch):
    owner = publisher(monkeypatch, cloud)
    topic = owner.create_topic(name=f"projects/{PROJECT}/topics/granted", timeout=TIMEOUT).name
    email, address = create_account(cloud, "sender")
    service = publisher(monkeypatch, address)
    with pytest.raises(PermissionDenied, match="pubsub.topics.publish"):
        publish(service, topic)

    policy = owner.get_iam_policy(request={"resource": topic}, timeout=TIMEOUT)
    policy.bindings.add(role="roles/pubsub.publisher", members=[f"serviceAccount:{email}"])
    owner.set_iam_policy(request={"resource": topic, "policy": policy}, timeout=TIMEOUT)
    with pytest.raises(PermissionDenied):
        publish(service, topic)
    post(cloud, "emulator/v1/timeline:advance", {"duration": "600s"})
    assert publish(service, topic)

    latest = owner.get_iam_policy(request={"resource": topic}, timeout=TIMEOUT)
    empty = policy_pb2.Policy(etag=latest.etag)
    owner.set_iam_policy(request={"resource": topic, "policy": empty}, timeout=TIMEOUT)
    post(cloud, "emulator/v1/timeline:advance", {"duration": "600s"})
    with pytest.raises(PermissionDenied):
        publish(service, topic)


def test_an_account_cannot_be_seen_at_first(cloud):
    with pytest.raises(urllib.error.HTTPError) as failure:
        post(cloud, f"v1/projects/{PROJECT}/serviceAccounts", {"accountId": "x"})
    assert failure.value.code == 400
    name = post(cloud, f"v1/projects/{PROJECT}/serviceAccounts", {"accountId": "newcomer"})["name"]
    with pytest.raises(urllib.error.HTTPError) as failure:
        urllib.request.urlopen(f"http://{cloud}/v1/{name}", timeout=TIMEOUT)
    assert failure.value.code == 404


def test_only_who_may_see_it_learns_that_a_topic_is_missing(cloud, monkeypatch):
    missing = f"projects/{PROJECT}/topics/missing"
    with pytest.raises(NotFound):
        publish(publisher(monkeypatch, cloud), missing)
    _, address = create_account(cloud, "stranger")
    with pytest.raises(PermissionDenied):
        publish(publisher(monkeypatch, address), missing)


@pytest.fixture(scope="module")
def gcloud(executable, tmp_path_factory):
    """Runs shell lines against a cloud of their own, in which everything is seen at once."""
    if not shutil.which("gcloud"):
        pytest.skip("gcloud is not installed")
    environment = {
        **clean_environment(),
        "CLOUDSDK_CONFIG": str(tmp_path_factory.mktemp("gcloud")),
        "CLOUDSDK_CORE_DISABLE_PROMPTS": "1",
    }

    def run(script):
        command = [executable, "exec", "--propagation", "instant", "--", "bash", "-euc", script]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=150)

    return run


def test_gcloud_manages_accounts_and_policies(gcloud):
    done = gcloud(
        "gcloud iam service-accounts create tester --display-name=Tester\n"
        f"member=serviceAccount:tester@{PROJECT}.iam.gserviceaccount.com\n"
        f"gcloud projects add-iam-policy-binding {PROJECT} --member=$member --role=roles/viewer >/dev/null\n"
        f"gcloud projects get-iam-policy {PROJECT} --format=json\n"
    )
    assert done.returncode == 0, done.stderr
    bindings = {one["role"]: one["members"] for one in json.loads(done.stdout)["bindings"]}
    assert bindings["roles/viewer"] == [f"serviceAccount:tester@{PROJECT}.iam.gserviceaccount.com"]


def test_gcloud_keeps_secrets(gcloud):
    done = gcloud(
        "printf hush | gcloud secrets create key --data-file=-\n"
        "printf louder | gcloud secrets versions add key --data-file=-\n"
        "gcloud secrets versions access 1 --secret=key; echo\n"
        "gcloud secrets versions access latest --secret=key\n"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["hush", "louder"]


def test_gcloud_schedules_jobs(gcloud):
    done = gcloud(
        "gcloud pubsub topics create ticks\n"
        "gcloud pubsub subscriptions create watch --topic=ticks\n"
        "where='--location=europe-west1'\n"
        "gcloud scheduler jobs create pubsub tick $where --schedule='0 9 * * 1' --topic=ticks --message-body=tock >/dev/null\n"
        "gcloud scheduler jobs pause tick $where\n"
        "gcloud scheduler jobs resume tick $where\n"
        "gcloud scheduler jobs run tick $where >/dev/null\n"
        "gcloud pubsub subscriptions pull watch --auto-ack --format='value(message.data.decode(base64))'\n"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("tock")


def test_the_exit_code_is_that_of_the_command(gcloud):
    assert gcloud("exit 7").returncode == 7

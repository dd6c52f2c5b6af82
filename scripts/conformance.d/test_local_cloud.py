"""The local cloud as gcloud sees it, unmodified, through `local-cloud exec`; and what is seen only later."""

import json
import shutil
import subprocess
import urllib.error
import urllib.request

import pytest
from harness import TIMEOUT, clean_environment

pytestmark = [pytest.mark.ours_only, pytest.mark.timeout(180)]

PROJECT = "local-project"


def post(address, path, body):
    request = urllib.request.Request(
        f"http://{address}/{path}", json.dumps(body).encode(), {"content-type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
        return json.load(answer)


def test_an_account_cannot_be_seen_at_first(cloud):
    with pytest.raises(urllib.error.HTTPError) as failure:
        post(cloud, f"v1/projects/{PROJECT}/serviceAccounts", {"accountId": "x"})
    assert failure.value.code == 400
    name = post(cloud, f"v1/projects/{PROJECT}/serviceAccounts", {"accountId": "newcomer"})["name"]
    with pytest.raises(urllib.error.HTTPError) as failure:
        urllib.request.urlopen(f"http://{cloud}/v1/{name}", timeout=TIMEOUT)
    assert failure.value.code == 404


@pytest.fixture(scope="module")
def gcloud(local_cloud, tmp_path_factory):
    """Runs shell lines against a cloud of their own, in which everything is seen at once."""
    if not shutil.which("gcloud"):
        pytest.skip("gcloud is not installed")
    environment = {
        **clean_environment(),
        "CLOUDSDK_CONFIG": str(tmp_path_factory.mktemp("gcloud")),
        "CLOUDSDK_CORE_DISABLE_PROMPTS": "1",
    }

    def run(script):
        command = [local_cloud, "exec", "--propagation", "instant", "--", "bash", "-euc", script]
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


def test_gcloud_enables_apis(gcloud):
    done = gcloud(
        "gcloud services enable run.googleapis.com\n"
        "gcloud services list --enabled --format='value(config.name)' | grep -x run.googleapis.com\n"
    )
    assert done.returncode == 0, done.stderr


def test_the_exit_code_is_that_of_the_command(gcloud):
    assert gcloud("exit 7").returncode == 7

"""Firestore databases of the local cloud, as the official admin client and gcloud see them, unmodified."""

import re
import time
import uuid

import pytest
import requests
from google.api_core import exceptions
from google.auth.credentials import AnonymousCredentials
from google.cloud import firestore_admin_v1 as admin
from google.cloud.firestore_admin_v1.types import Database
from harness import Emulator
from test_local_cloud import gcloud  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.ours_only, pytest.mark.timeout(180)]

PROJECT = "projects/local-project"
TIMEOUT = 30


@pytest.fixture(scope="module")
def instant_cloud(local_cloud):
    """The address of a local cloud in real time, in which operations end after some seconds."""
    ready = re.compile(r"ready on http://127\.0\.0\.1:(\d+)")
    command = [local_cloud, "--port", "0", "--propagation", "instant"]
    running = Emulator(command, ready=ready).wait_until_ready()
    yield f"127.0.0.1:{running.port}"
    running.stop()


@pytest.fixture(scope="module")
def client(instant_cloud):
    transport = admin.services.firestore_admin.transports.FirestoreAdminRestTransport(
        host=instant_cloud, url_scheme="http", credentials=AnonymousCredentials()
    )
    return admin.FirestoreAdminClient(transport=transport)


@pytest.fixture
def database(client):
    """A fresh database."""
    identifier = f"db-{uuid.uuid4().hex[:12]}"
    wanted = Database(location_id="eur3", type_=Database.DatabaseType.FIRESTORE_NATIVE)
    operation = client.create_database(parent=PROJECT, database=wanted, database_id=identifier)
    return operation.result(timeout=TIMEOUT)


def test_a_database_is_made_with_the_defaults_of_the_service(client, database):
    assert client.get_database(name=database.name).uid == database.uid
    assert database.concurrency_mode == Database.ConcurrencyMode.PESSIMISTIC
    assert database.version_retention_period.total_seconds() == 3600
    assert database.name in [one.name for one in client.list_databases(parent=PROJECT).databases]
    with pytest.raises(exceptions.Conflict, match="already exists"):
        client.create_database(
            parent=PROJECT, database=database, database_id=database.name.rsplit("/", 1)[1]
        )


def test_a_protected_database_stays_until_it_is_not(client, database):
    database.delete_protection_state = Database.DeleteProtectionState.DELETE_PROTECTION_ENABLED
    mask = {"paths": ["delete_protection_state"]}
    changed = client.update_database(database=database, update_mask=mask).result(timeout=TIMEOUT)
    assert changed.etag != database.etag
    with pytest.raises(exceptions.BadRequest, match="[Dd]elete protection"):
        client.delete_database(name=database.name)
    with pytest.raises(exceptions.Conflict, match="etag"):
        client.update_database(database=database, update_mask=mask)
    changed.delete_protection_state = Database.DeleteProtectionState.DELETE_PROTECTION_DISABLED
    client.update_database(database=changed, update_mask=mask).result(timeout=TIMEOUT)
    client.delete_database(name=database.name).result(timeout=TIMEOUT)
    with pytest.raises(exceptions.NotFound):
        client.get_database(name=database.name)
    request = {"parent": PROJECT, "show_deleted": True}
    gone = [one for one in client.list_databases(request).databases if one.uid == database.uid]
    assert gone[0].previous_id == database.name.rsplit("/", 1)[1] and gone[0].delete_time


def test_what_is_not_supported_says_so(client, database):
    parent = f"{database.name}/collectionGroups/c"
    with pytest.raises(exceptions.MethodNotImplemented, match="ListIndexes"):
        list(client.list_indexes(parent=parent))
    recovery = Database.PointInTimeRecoveryEnablement.POINT_IN_TIME_RECOVERY_ENABLED
    wanted = Database(location_id="eur3", type_=1, point_in_time_recovery_enablement=recovery)
    with pytest.raises(exceptions.MethodNotImplemented, match="point_in_time_recovery"):
        client.create_database(parent=PROJECT, database=wanted, database_id="db-recovery")


def until(status, url):
    """The answer with that status, which comes within seconds."""
    end = time.monotonic() + TIMEOUT
    while (answer := requests.get(url, timeout=TIMEOUT)).status_code != status:
        assert time.monotonic() < end, answer.text
        time.sleep(0.1)
    return answer


def test_an_api_that_is_not_enabled_refuses_its_calls(instant_cloud):
    base = f"http://{instant_cloud}/v1/projects/local-project"
    service = f"{base}/services/firestore.googleapis.com"
    body = {"disableDependentServices": True, "checkIfServiceHasUsage": "SKIP"}
    requests.post(f"{service}:disable", json=body, timeout=TIMEOUT).raise_for_status()
    refusal = until(403, f"{base}/databases").json()["error"]
    assert refusal["details"][0]["reason"] == "SERVICE_DISABLED"
    requests.post(f"{service}:enable", timeout=TIMEOUT).raise_for_status()
    until(200, f"{base}/databases")


def test_gcloud_manages_databases(gcloud):  # noqa: F811
    # It does not wait for the operations that it begins.
    done = gcloud(
        "until_listed() { until [ \"$(gcloud firestore databases list --format='value(name)' | wc -l)\" = $1 ]; "
        "do :; done; }\n"
        "gcloud firestore databases create --location=nam5 >/dev/null\n"
        "gcloud firestore databases create --database=other --location=eur3 --type=datastore-mode "
        "--delete-protection >/dev/null\n"
        "until_listed 2\n"
        "gcloud firestore databases list --format='value(name)'\n"
        "gcloud firestore databases update --database=other --no-delete-protection >/dev/null\n"
        "gcloud firestore databases describe --database=other --format='value(type,deleteProtectionState)'\n"
        "gcloud firestore databases delete --database=other >/dev/null\n"
        "until_listed 1\n"
        "gcloud firestore databases list --format='value(name)'\n"
    )
    assert done.returncode == 0, done.stderr
    standard = f"{PROJECT}/databases/(default)"
    assert done.stdout.splitlines() == [
        standard,
        f"{PROJECT}/databases/other",
        "DATASTORE_MODE\tDELETE_PROTECTION_DISABLED",
        standard,
    ]

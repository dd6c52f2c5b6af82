"""Cloud Storage of the local cloud, with google-cloud-storage and `gcloud storage`, unmodified."""

import io
import json
import os
import re
import shutil
import subprocess
import uuid

import pytest
import requests
from google.api_core import exceptions
from google.auth.credentials import AnonymousCredentials
from google.cloud import storage
from harness import TIMEOUT, Emulator, clean_environment

pytestmark = [pytest.mark.ours_only, pytest.mark.timeout(300)]

PROJECT = "local-project"


@pytest.fixture(scope="module")
def address(local_cloud):
    """The address of a cloud in which everything is allowed and seen at once, and time is moved by hand."""
    ready = re.compile(r"ready on http://127\.0\.0\.1:(\d+)")
    options = ["--port", "0", "--timeline", "virtual", "--policy", "off", "--propagation", "instant"]
    with Emulator([local_cloud, *options], ready=ready) as running:
        yield f"http://127.0.0.1:{running.port}"


@pytest.fixture(scope="module")
def client(address):
    """The official client as `STORAGE_EMULATOR_HOST` makes it."""
    return at(address)


def at(address):
    os.environ["STORAGE_EMULATOR_HOST"] = address
    try:
        return storage.Client(project=PROJECT, credentials=AnonymousCredentials())
    finally:
        del os.environ["STORAGE_EMULATOR_HOST"]


@pytest.fixture
def bucket(client):
    return client.create_bucket(f"b-{uuid.uuid4().hex[:12]}")


def names(blobs):
    return [blob.name for blob in blobs]


def test_buckets_live(client):
    name = f"b-{uuid.uuid4().hex[:12]}"
    bucket = client.create_bucket(name, location="europe-west1")
    assert (bucket.location, bucket.location_type, bucket.storage_class) == ("EUROPE-WEST1", "region", "STANDARD")
    assert name in names(client.list_buckets())
    bucket.labels = {"team": "a"}
    bucket.versioning_enabled = True
    bucket.iam_configuration.uniform_bucket_level_access_enabled = True
    bucket.add_lifecycle_delete_rule(age=30)
    bucket.add_lifecycle_set_storage_class_rule("NEARLINE", age=10, matches_prefix=["log/"])
    bucket.patch()
    bucket = client.get_bucket(name)
    assert bucket.labels == {"team": "a"} and bucket.versioning_enabled
    assert bucket.iam_configuration.uniform_bucket_level_access_locked_time
    assert [rule["action"]["type"] for rule in bucket.lifecycle_rules] == ["Delete", "SetStorageClass"]
    with pytest.raises(exceptions.Conflict):
        client.create_bucket(name)
    bucket.delete()
    assert client.lookup_bucket(name) is None


def test_a_bucket_with_objects_is_not_deleted(bucket):
    bucket.blob("a").upload_from_string("x")
    with pytest.raises(exceptions.Conflict, match="The bucket you tried to delete is not empty"):
        bucket.delete()
    bucket.delete(force=True)


@pytest.mark.parametrize("size", [0, 5, 3_000_000])
@pytest.mark.parametrize("chunk", [None, 1 << 18, 1 << 20])
@pytest.mark.parametrize("known", [True, False])
def test_bytes_come_back(bucket, size, chunk, known):
    """Multipart and resumable uploads, of a known size or not; the client checks the checksums."""
    data = os.urandom(size)
    blob = bucket.blob("dir/a b+c%d.bin", chunk_size=chunk)
    blob.metadata = {"k": "v"}
    blob.upload_from_file(io.BytesIO(data), size=size if known else None, checksum="crc32c")
    blob = bucket.get_blob("dir/a b+c%d.bin")
    assert (blob.size, blob.metadata) == (size, {"k": "v"})
    assert blob.download_as_bytes(checksum="md5") == data
    assert blob.download_as_bytes(checksum="crc32c") == data
    if size > 9:
        assert blob.download_as_bytes(start=3, end=9) == data[3:10]


def test_large_uploads_are_streamed(bucket):
    """More than a server takes as one message, in one piece."""
    data = os.urandom(40 << 20)
    blob = bucket.blob("large")
    blob.upload_from_file(io.BytesIO(data), size=len(data))
    assert blob.download_as_bytes() == data
    with blob.open("rb", chunk_size=1 << 22) as file:
        file.seek(10_000_000)
        assert file.read(100) == data[10_000_000:10_000_100]


def test_files_are_written_and_read(bucket):
    with bucket.blob("w").open("w") as file:
        for line in range(100_000):
            file.write(f"{line}\n")
    with bucket.blob("w").open("r") as file:
        assert sum(1 for _ in file) == 100_000


def test_listings(client, bucket):
    for name in ["a.txt", "d/1.txt", "d/2.log", "d/e/3.txt", "z.txt"]:
        bucket.blob(name).upload_from_string(name)
    assert names(client.list_blobs(bucket, prefix="d/")) == ["d/1.txt", "d/2.log", "d/e/3.txt"]
    listing = client.list_blobs(bucket, delimiter="/")
    assert names(listing) == ["a.txt", "z.txt"] and listing.prefixes == {"d/"}
    assert names(client.list_blobs(bucket, match_glob="d/**.txt")) == ["d/1.txt", "d/e/3.txt"]
    assert names(client.list_blobs(bucket, start_offset="d/2.log", end_offset="z.txt")) == ["d/2.log", "d/e/3.txt"]
    pages = list(client.list_blobs(bucket, page_size=2).pages)
    assert [len(list(page)) for page in pages] == [2, 2, 1]
    fields = client.list_blobs(bucket, fields="items(name),nextPageToken", max_results=1)
    assert [blob._properties for blob in fields] == [{"name": "a.txt"}]


def test_preconditions(bucket):
    blob = bucket.blob("a")
    blob.upload_from_string("1", if_generation_match=0)
    with pytest.raises(exceptions.PreconditionFailed):
        bucket.blob("a").upload_from_string("2", if_generation_match=0)
    first = blob.generation
    blob.upload_from_string("2", if_generation_match=first)
    with pytest.raises(exceptions.PreconditionFailed):
        blob.delete(if_generation_match=first)
    with pytest.raises(exceptions.NotFound):
        bucket.blob("a", generation=first).download_as_bytes()
    # A read whose reader has it already: 304.
    assert bucket.get_blob("a").etag == bucket.get_blob("a", if_etag_match=bucket.get_blob("a").etag).etag
    blob.delete()
    assert not bucket.blob("a").exists()


def test_versions(client, bucket):
    bucket.versioning_enabled = True
    bucket.patch()
    blob = bucket.blob("a")
    generations = []
    for text in ["1", "2", "3"]:
        blob.upload_from_string(text)
        generations.append(blob.generation)
    bucket.delete_blob("a")
    assert names(client.list_blobs(bucket)) == []
    versions = list(client.list_blobs(bucket, versions=True))
    assert [blob.generation for blob in versions] == generations
    assert all(blob.time_deleted for blob in versions)
    assert bucket.blob("a", generation=generations[0]).download_as_bytes() == b"1"


def test_copies_and_metadata(bucket):
    blob = bucket.blob("a")
    blob.metadata = {"k": "v"}
    blob.cache_control = "no-store"
    blob.upload_from_string("hello", content_type="text/plain")
    copy = bucket.copy_blob(blob, bucket, "b")
    assert (copy.content_type, copy.metadata, copy.md5_hash) == ("text/plain", {"k": "v"}, blob.md5_hash)
    rewritten = bucket.blob("c")
    assert rewritten.rewrite(blob) == (None, 5, 5)
    blob.update_storage_class("COLDLINE")
    assert bucket.get_blob("a").storage_class == "COLDLINE"
    composed = bucket.blob("d")
    composed.compose([copy, rewritten])
    assert composed.download_as_bytes() == b"hellohello" and composed.component_count == 2
    renamed = bucket.rename_blob(copy, "e")
    assert names(bucket.list_blobs()) == ["a", "c", "d", "e"]
    renamed.content_type = "text/html"
    renamed.metadata = None
    renamed.patch()
    renamed = bucket.get_blob("e")
    assert (renamed.content_type, renamed.metadata, renamed.metageneration) == ("text/html", None, 2)


def test_batches(client, bucket):
    for name in ["a", "b", "c"]:
        bucket.blob(name).upload_from_string(name)
    with client.batch():
        bucket.delete_blob("a")
        bucket.delete_blob("b")
    assert names(client.list_blobs(bucket)) == ["c"]
    with client.batch(raise_exception=False) as batch:
        bucket.blob("missing").patch()
        bucket.blob("c").patch()
    assert [response.status_code for response in batch._responses] == [404, 200]


def test_bucket_policies(bucket):
    policy = bucket.get_iam_policy(requested_policy_version=3)
    policy.bindings.append({"role": "roles/storage.objectViewer", "members": {"user:a@example.com"}})
    bucket.set_iam_policy(policy)
    roles = {binding["role"]: binding["members"] for binding in bucket.get_iam_policy().bindings}
    assert roles["roles/storage.objectViewer"] == {"user:a@example.com"}
    assert roles["roles/storage.legacyBucketReader"] == {f"projectViewer:{PROJECT}"}
    with pytest.raises(exceptions.PreconditionFailed):
        bucket.set_iam_policy(policy)
    assert bucket.test_iam_permissions(["storage.objects.get"]) == ["storage.objects.get"]


def test_the_lifecycle_goes_by_the_timeline(client, address, bucket):
    bucket.add_lifecycle_delete_rule(age=3)
    bucket.patch()
    bucket.blob("a").upload_from_string("x")
    advance = f"{address}/emulator/v1/timeline:advance"
    requests.post(advance, json={"duration": "259100s"}, timeout=TIMEOUT).raise_for_status()
    assert names(client.list_blobs(bucket)) == ["a"]
    requests.post(advance, json={"duration": "100s"}, timeout=TIMEOUT).raise_for_status()
    assert names(client.list_blobs(bucket)) == []


def test_refusals_name_what_is_not_served(bucket):
    bucket.retention_period = 60
    with pytest.raises(exceptions.MethodNotImplemented, match="retentionPolicy"):
        bucket.patch()
    with pytest.raises(exceptions.MethodNotImplemented, match="encryption"):
        bucket.blob("a", encryption_key=os.urandom(32)).upload_from_string("x")


def test_a_port_carries_its_accounts_identity(local_cloud):
    """A client without credentials is refused as the account whose port it uses, until a grant has been seen."""
    ready = re.compile(r"ready on http://127\.0\.0\.1:(\d+)")
    with Emulator([local_cloud, "--port", "0", "--propagation", "instant"], ready=ready) as running:
        address = f"http://127.0.0.1:{running.port}"
        bucket = at(address).create_bucket("secrets")
        account = requests.post(
            f"{address}/v1/projects/{PROJECT}/serviceAccounts", json={"accountId": "reader"}, timeout=TIMEOUT
        ).json()["email"]
        port = requests.post(
            f"{address}/emulator/v1/ports", json={"account": account}, timeout=TIMEOUT
        ).json()["port"]
        blob = at(f"http://127.0.0.1:{port}").bucket("secrets").blob("a")
        with pytest.raises(exceptions.Forbidden, match="storage.objects.create"):
            blob.upload_from_string("x")
        policy = bucket.get_iam_policy(requested_policy_version=3)
        member = f"serviceAccount:{account}"
        policy.bindings.append({"role": "roles/storage.objectUser", "members": {member}})
        bucket.set_iam_policy(policy)
        blob.upload_from_string("x")
        assert blob.download_as_bytes() == b"x"


# What gcloud does


@pytest.fixture(scope="module")
def gcloud(address, tmp_path_factory):
    """Runs `gcloud storage ARGUMENTS`, and returns what it printed."""
    if not shutil.which("gcloud"):
        pytest.skip("gcloud is not installed")
    environment = {
        **clean_environment(),
        "CLOUDSDK_CONFIG": str(tmp_path_factory.mktemp("gcloud")),
        "CLOUDSDK_CORE_DISABLE_PROMPTS": "1",
        "CLOUDSDK_CORE_PROJECT": PROJECT,
        "CLOUDSDK_AUTH_DISABLE_CREDENTIALS": "true",
        "CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE": f"{address}/storage/v1/",
    }

    def run(*arguments, code=0):
        command = ["gcloud", "storage", *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == code, done.stderr
        return done.stdout if code == 0 else done.stderr

    return run


def test_gcloud_manages_buckets(gcloud):
    url = f"gs://g-{uuid.uuid4().hex[:12]}"
    gcloud("buckets", "create", url, "--location=us-central1", "--uniform-bucket-level-access")
    gcloud("buckets", "update", url, "--versioning", "--update-labels=a=b")
    described = json.loads(gcloud("buckets", "describe", url, "--format=json"))
    assert described["location"] == "US-CENTRAL1" and described["uniform_bucket_level_access"]
    assert described["versioning_enabled"] and described["labels"] == {"a": "b"}
    assert f"{url}/" in gcloud("ls")
    gcloud("buckets", "add-iam-policy-binding", url, "--member=allUsers", "--role=roles/storage.objectViewer")
    policy = json.loads(gcloud("buckets", "get-iam-policy", url, "--format=json"))
    assert {"members": ["allUsers"], "role": "roles/storage.objectViewer"} in policy["bindings"]
    gcloud("buckets", "delete", url)


def test_gcloud_copies_lists_and_removes(gcloud, tmp_path):
    url = f"gs://g-{uuid.uuid4().hex[:12]}"
    gcloud("buckets", "create", url)
    (tmp_path / "small.txt").write_text("hello\n")
    (tmp_path / "large.bin").write_bytes(os.urandom(20_000_000))
    gcloud("cp", str(tmp_path / "small.txt"), str(tmp_path / "large.bin"), f"{url}/dir/")
    assert gcloud("cat", f"{url}/dir/small.txt") == "hello\n"
    gcloud("cp", f"{url}/dir/large.bin", str(tmp_path / "back.bin"))
    assert (tmp_path / "back.bin").read_bytes() == (tmp_path / "large.bin").read_bytes()
    gcloud("mv", f"{url}/dir/small.txt", f"{url}/moved.txt")
    assert gcloud("ls", url).split() == [f"{url}/moved.txt", f"{url}/dir/"]
    assert gcloud("ls", f"{url}/**").split() == [f"{url}/dir/large.bin", f"{url}/moved.txt"]
    gcloud("objects", "update", f"{url}/moved.txt", "--custom-metadata=k=v")
    described = json.loads(gcloud("objects", "describe", f"{url}/moved.txt", "--format=json"))
    assert described["custom_fields"] == {"k": "v"}
    assert "not empty" in gcloud("buckets", "delete", url, code=1)
    gcloud("rm", "-r", url)
    assert url not in gcloud("buckets", "list", "--format=value(storage_url)")

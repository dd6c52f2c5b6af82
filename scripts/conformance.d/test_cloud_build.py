"""Cloud Build and Artifact Registry of the local cloud, as their official clients and gcloud see them, unmodified."""

import json
import re
import shutil
import signal
import subprocess
import textwrap
import time
import urllib.error
import urllib.request

import grpc
import pytest
from harness import TIMEOUT, Emulator, clean_environment

artifactregistry_v1 = pytest.importorskip("google.cloud.artifactregistry_v1")
cloudbuild_v1 = pytest.importorskip("google.cloud.devtools.cloudbuild_v1")

pytestmark = [pytest.mark.ours_only, pytest.mark.timeout(300)]

PROJECT = "local-project"
NUMBER = 415104041262
BUILDER = f"serviceAccount:{NUMBER}-compute@developer.gserviceaccount.com"
LOCATION = f"projects/{PROJECT}/locations/us"
IMAGE = f"us-docker.pkg.dev/{PROJECT}/images/app"

# A program that serves as Cloud Run wants it.
SERVER = """\
import http.server, os

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(os.environ.get("GREETING", "none").encode())

http.server.ThreadingHTTPServer(("", int(os.environ["PORT"])), Handler).serve_forever()
"""

# The longest that a build of these sources may take.
BUILD_TIME = 120


@pytest.fixture(scope="module")
def address(local_cloud):
    """The address of a local cloud that enforces policies, in which everything is seen at once."""
    ready = re.compile(r"ready on http://127\.0\.0\.1:(\d+)")
    with Emulator([local_cloud, "--port", "0", "--propagation", "instant"], ready=ready) as running:
        yield f"127.0.0.1:{running.port}"


@pytest.fixture(scope="module")
def registry(address):
    from google.cloud.artifactregistry_v1.services.artifact_registry.transports import (
        ArtifactRegistryGrpcTransport,
    )

    with grpc.insecure_channel(address) as channel:
        yield artifactregistry_v1.ArtifactRegistryClient(transport=ArtifactRegistryGrpcTransport(channel=channel))


@pytest.fixture(scope="module")
def builds(address):
    from google.cloud.devtools.cloudbuild_v1.services.cloud_build.transports import CloudBuildGrpcTransport

    with grpc.insecure_channel(address) as channel:
        yield cloudbuild_v1.CloudBuildClient(transport=CloudBuildGrpcTransport(channel=channel))


@pytest.fixture(scope="module")
def repository(registry):
    request = {"parent": LOCATION, "repository_id": "images", "repository": {"format_": "DOCKER"}}
    return registry.create_repository(request=request).result(TIMEOUT)


def post(address, path, body):
    request = urllib.request.Request(
        f"http://{address}/{path}", json.dumps(body).encode(), {"content-type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
        return json.load(answer)


def get(address, path):
    try:
        with urllib.request.urlopen(f"http://{address}/{path}", timeout=TIMEOUT) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        return json.load(error)


def wait(condition, seconds=TIMEOUT):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def log_of(address, build):
    with urllib.request.urlopen(f"http://{address}/emulator/v1/builds/{build}/log", timeout=TIMEOUT) as answer:
        return json.load(answer)["log"]


def grant(address, *roles):
    """Gives the account that builds run as those roles, and no others."""
    bindings = [{"role": "roles/owner", "members": ["user:owner@example.com"]}]
    bindings += [{"role": role, "members": [BUILDER]} for role in roles]
    post(address, f"v1/projects/{PROJECT}:setIamPolicy", {"policy": {"bindings": bindings}})


def python_build(text, **fields):
    write = f"printf 'print(\"{text}\")\\n' > main.py"
    pack = {"name": "gcr.io/k8s-skaffold/pack", "args": ["build", "$_IMAGE", "--network", "cloudbuild"]}
    return {
        "steps": [{"name": "bash", "script": write}, pack],
        "images": ["$_IMAGE"],
        "substitutions": {"_IMAGE": IMAGE},
        "options": {"logging": "CLOUD_LOGGING_ONLY"},
        **fields,
    }


def test_a_repository_lives_through_the_official_client(registry):
    request = {
        "parent": LOCATION,
        "repository_id": "short-lived",
        "repository": {"format_": "DOCKER", "description": "for a test"},
    }
    made = registry.create_repository(request=request).result(TIMEOUT)
    assert made.name == f"{LOCATION}/repositories/short-lived"
    assert registry.get_repository(name=made.name).description == "for a test"
    assert made.name in [one.name for one in registry.list_repositories(parent=LOCATION)]
    registry.delete_repository(name=made.name).result(TIMEOUT)
    assert made.name not in [one.name for one in registry.list_repositories(parent=LOCATION)]


def test_a_build_makes_an_image_that_the_registry_lists(address, builds, registry, repository):
    grant(address, "roles/cloudbuild.builds.builder")
    operation = builds.create_build(project_id=PROJECT, build=python_build("hi"))
    assert operation.metadata.build.status == cloudbuild_v1.Build.Status.QUEUED
    build = operation.result(BUILD_TIME)
    assert build.status == cloudbuild_v1.Build.Status.SUCCESS
    (image,) = build.results.images
    assert image.name == IMAGE and image.digest.startswith("sha256:")
    listed = list(registry.list_docker_images(parent=repository.name))
    assert [(one.uri, list(one.tags)) for one in listed] == [(f"{IMAGE}@{image.digest}", ["latest"])]
    tag = registry.get_tag(name=f"{repository.name}/packages/app/tags/latest")
    assert tag.version.endswith(image.digest)
    assert "Successfully built" in log_of(address, build.id)
    assert builds.get_build(project_id=PROJECT, id=build.id) == build


def test_a_build_that_fails_says_so(address, builds):
    build = {"steps": [{"name": "bash", "script": "echo oh; exit 3"}], "options": {"logging": "NONE"}}
    operation = builds.create_build(project_id=PROJECT, build=build)
    with pytest.raises(Exception, match="Build failed"):
        operation.result(BUILD_TIME)
    failed = builds.get_build(project_id=PROJECT, id=operation.metadata.build.id)
    assert failed.status == cloudbuild_v1.Build.Status.FAILURE
    assert failed.failure_info.type_ == cloudbuild_v1.Build.FailureInfo.FailureType.USER_BUILD_STEP
    assert failed.steps[0].exit_code == 3
    assert "oh\n" in log_of(address, failed.id)


def test_the_account_of_a_build_needs_its_roles(address, builds, repository):
    grant(address)
    operation = builds.create_build(project_id=PROJECT, build=python_build("denied"))
    with pytest.raises(Exception, match="Build failed"):
        operation.result(BUILD_TIME)
    assert "artifactregistry.repositories.uploadArtifacts" in log_of(address, operation.metadata.build.id)
    grant(address, "roles/cloudbuild.builds.builder")
    builds.create_build(project_id=PROJECT, build=python_build("granted")).result(BUILD_TIME)


def test_a_build_is_cancelled_with_what_it_runs(builds):
    build = {"steps": [{"name": "bash", "script": "sleep 600"}], "options": {"logging": "NONE"}}
    operation = builds.create_build(project_id=PROJECT, build=build)
    name = operation.metadata.build.id
    assert builds.cancel_build(project_id=PROJECT, id=name).status == cloudbuild_v1.Build.Status.CANCELLED
    with pytest.raises(Exception, match="cancelled"):
        operation.result(BUILD_TIME)


def test_variables_that_are_not_known_are_refused(builds):
    build = {"steps": [{"name": "bash", "args": ["-c", "echo $_WHO"]}]}
    with pytest.raises(Exception, match='key in the template "_WHO" is not matched in the substitution data'):
        builds.create_build(project_id=PROJECT, build=build)


def test_builds_and_images_survive_sigkill(local_cloud, tmp_path):
    ready = re.compile(r"ready on http://127\.0\.0\.1:(\d+)")
    options = ["--port", "0", "--policy", "off", "--propagation", "instant", "--data-dir", str(tmp_path)]

    def listed(address):
        with urllib.request.urlopen(f"http://{address}/v1/projects/{PROJECT}/builds", timeout=TIMEOUT) as answer:
            return {one["id"]: one for one in json.load(answer)["builds"]}

    def images(address):
        with urllib.request.urlopen(f"http://{address}/emulator/v1/images", timeout=TIMEOUT) as answer:
            return json.load(answer)["images"]

    with Emulator([local_cloud, *options], ready=ready) as cloud:
        address = f"127.0.0.1:{cloud.port}"
        post(address, f"v1/{LOCATION}/repositories?repositoryId=images", {"format": "DOCKER"})
        wait(lambda: "images" in get(address, f"v1/{LOCATION}/repositories/images").get("name", ""))
        build = python_build("kept", options={})
        id = post(address, f"v1/projects/{PROJECT}/builds", build)["metadata"]["build"]["id"]
        wait(lambda: listed(address)[id]["status"] not in ("QUEUED", "WORKING"), BUILD_TIME)
        assert listed(address)[id]["status"] == "SUCCESS", log_of(address, id)
        done, kept, log = listed(address)[id], images(address), log_of(address, id)
        sleeping = {"steps": [{"name": "bash", "script": "sleep 600"}], "options": {"logging": "NONE"}}
        cut = post(address, f"v1/projects/{PROJECT}/builds", sleeping)["metadata"]["build"]["id"]
        cloud.stop(sig=signal.SIGKILL)
    with Emulator([local_cloud, *options], ready=ready) as cloud:
        address = f"127.0.0.1:{cloud.port}"
        assert listed(address)[id] == done and images(address) == kept
        assert log_of(address, id) == log
        assert listed(address)[cut]["status"] == "INTERNAL_ERROR"
        (folder,) = (tmp_path / "images").iterdir()
        assert (folder / "main.py").read_text() == 'print("kept")\n'


@pytest.fixture(scope="module")
def gcloud(local_cloud, tmp_path_factory):
    """Runs shell lines, in a folder with a program in it, against a cloud of their own."""
    if not shutil.which("gcloud"):
        pytest.skip("gcloud is not installed")
    folder = tmp_path_factory.mktemp("gcloud")
    (folder / "src").mkdir()
    (folder / "src" / "main.py").write_text(SERVER)
    (folder / "src" / "Dockerfile").write_text(
        'FROM python:3.12\nWORKDIR /app\nCOPY . .\nENV GREETING=hello\nCMD ["python", "main.py"]\n'
    )
    (folder / "build.yaml").write_text(
        textwrap.dedent(f"""\
            steps:
            - name: bash
              script: printf 'print("hi")\\n' > main.py
            - name: gcr.io/k8s-skaffold/pack
              args: [build, {IMAGE}]
            images: [{IMAGE}]
            options: {{logging: NONE}}
            """)
    )
    environment = {
        **clean_environment(),
        "CLOUDSDK_CONFIG": str(folder / "config"),
        "CLOUDSDK_CORE_DISABLE_PROMPTS": "1",
    }

    def run(script):
        command = [local_cloud, "exec", "--propagation", "instant", "--policy", "log", "--", "bash", "-euc", script]
        return subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, timeout=280)

    return run


CREATE = "gcloud artifacts repositories create images --repository-format=docker --location=us >/dev/null\n"


def test_gcloud_keeps_repositories(gcloud):
    done = gcloud(
        CREATE + "gcloud artifacts repositories describe images --location=us --format='value(registryUri)'\n"
        "gcloud artifacts repositories list --location=us --format='value(name)'\n"
        "gcloud artifacts repositories add-iam-policy-binding images --location=us --member=allUsers"
        " --role=roles/artifactregistry.reader --format='value(bindings[0].role)'\n"
        "gcloud artifacts repositories delete images --location=us\n"
        "gcloud artifacts repositories list --location=us --format='value(name)'\n"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [
        f"us-docker.pkg.dev/{PROJECT}/images",
        "images",
        "roles/artifactregistry.reader",
    ]


def test_gcloud_submits_a_build_and_sees_its_image(gcloud):
    done = gcloud(
        CREATE + "gcloud builds submit --no-source --config=build.yaml >/dev/null\n"
        "gcloud builds list --format='value(status)'\n"
        "gcloud builds describe $(gcloud builds list --format='value(id)') --format='value(results.images[0].name)'\n"
        f"gcloud artifacts docker images list {IMAGE} --include-tags --format='value(tags)'\n"
        f"gcloud artifacts docker tags list {IMAGE} --format='value(tag)'\n"
        f"gcloud artifacts docker images describe {IMAGE}:latest --format='value(image_summary.repository)'\n"
        f"gcloud artifacts docker images delete {IMAGE} >/dev/null\n"
        f"gcloud artifacts docker images list us-docker.pkg.dev/{PROJECT}/images --format='value(package)'\n"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[:3] == ["SUCCESS", IMAGE, "latest"]
    assert done.stdout.splitlines()[3].endswith("latest")
    assert done.stdout.splitlines()[4:] == ["images"]


def test_gcloud_cancels_a_build(gcloud):
    done = gcloud(
        "cat >wait.yaml <<END\nsteps: [{name: bash, script: sleep 600}]\noptions: {logging: NONE}\nEND\n"
        "id=$(gcloud builds submit --async --no-source --config=wait.yaml --format='value(id)')\n"
        "gcloud builds list --ongoing --format='value(id)' | grep -qx $id\n"
        "gcloud builds cancel $id >/dev/null\n"
        "gcloud builds describe $id --format='value(status)'\n"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["CANCELLED"]


WAIT = """
wait_for() {
    while state=$(gcloud builds describe $1 --format='value(status)'); do
        case $state in QUEUED | WORKING) sleep 1 ;; *) echo $state; return ;; esac
    done
}
"""


def test_gcloud_submits_sources_and_runs_what_they_become(gcloud):
    done = gcloud(
        WAIT
        + CREATE
        + f"id=$(gcloud builds submit src --async --tag={IMAGE}:1 --format='value(id)')\n"
        "wait_for $id\n"
        "bucket=$(gcloud builds describe $id --format='value(logsBucket)')\n"
        "gcloud storage cat $bucket/log-$id.txt | grep -c -e 'Successfully built' -e '^DONE$'\n"
        "curl -sf -r 0-13 $STORAGE_EMULATOR_HOST/storage/v1/b/${bucket#gs://}/o/log-$id.txt?alt=media; echo\n"
        "export CLOUDSDK_RUN_REGION=europe-west1\n"
        f"gcloud run deploy web --image={IMAGE}:1 --allow-unauthenticated >/dev/null\n"
        "url=$(gcloud run services describe web --format='value(status.url)')\n"
        'curl -sf -H "host: ${url#http://}" http://$PUBSUB_EMULATOR_HOST/\n'
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["SUCCESS", "2", "starting build", "hello"]


def test_gcloud_builds_by_what_is_found(gcloud):
    done = gcloud(
        WAIT
        + CREATE
        + f"id=$(gcloud builds submit src --async --pack=image={IMAGE}:2 --format='value(id)')\n"
        "wait_for $id\n"
        f"gcloud artifacts docker images list {IMAGE} --include-tags --format='value(tags)'\n"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["SUCCESS", "2"]

"""Cloud Run as its official clients and gcloud see it, and as the services themselves do."""

import json
import os
import re
import shutil
import signal
import subprocess
import time
import uuid

import grpc
import pytest
import requests
from google.api_core import exceptions
from google.api_core.client_options import ClientOptions
from google.auth.credentials import AnonymousCredentials
from google.cloud import run_v2
from google.iam.v1 import iam_policy_pb2, policy_pb2
from harness import TIMEOUT, Emulator, clean_environment

pytestmark = [pytest.mark.ours_only, pytest.mark.timeout(180)]

PROJECT = "local-project"
NUMBER = "415104041262"
PARENT = f"projects/{PROJECT}/locations/europe-west1"
IMAGE = "europe-west1-docker.pkg.dev/local-project/images/app"

# A service that says what it was started with.
APP = """
import http.server, json, os, signal, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({"environment": dict(os.environ), "path": self.path, "headers": dict(self.headers)}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *arguments):
        print("served", self.path, flush=True)
print("starting", flush=True)
http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
"""


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """The folder of the service's program, which does not end by itself."""
    folder = tmp_path_factory.mktemp("app")
    (folder / "app.py").write_text(APP)
    return folder


class Cloud:
    """A local cloud of its own, in real time, with an image to run."""

    def __init__(self, emulator, app):
        self.emulator = emulator
        self.address = f"127.0.0.1:{emulator.port}"
        self.post("/emulator/v1/images", {"name": f"{IMAGE}:1", "directory": str(app), "command": ["python3", "app.py"]})
        self.post("/emulator/v1/images", {"name": f"{IMAGE}:bad", "directory": str(app), "command": ["false"]})

    def post(self, path, body):
        answer = requests.post(f"http://{self.address}{path}", json=body, timeout=TIMEOUT)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def get(self, path):
        answer = requests.get(f"http://{self.address}{path}", timeout=TIMEOUT)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def visit(self, url, path="/", **headers):
        """A request to a service's URL, whose host need not be known to the system's resolver."""
        host = url.removeprefix("http://")
        return requests.get(f"http://{self.address}{path}", headers={"host": host, **headers}, timeout=TIMEOUT)

    def client(self, kind, transport):
        """An official client, of `Services` or `Revisions`, over REST or gRPC."""
        if transport == "grpc":
            made = kind.get_transport_class("grpc")(channel=grpc.insecure_channel(self.address))
        else:
            made = kind.get_transport_class("rest")(
                host=self.address, url_scheme="http", credentials=AnonymousCredentials()
            )
        return kind(transport=made)


@pytest.fixture(scope="module")
def launch_cloud(local_cloud, app):
    """Starts a cloud: `with launch_cloud(arguments…) as cloud`."""
    ready = re.compile(r"ready on http://127\.0\.0\.1:(\d+)")

    class Running:
        def __init__(self, *arguments):
            command = [local_cloud, "--port", "0", "--propagation", "instant", *arguments]
            self.emulator = Emulator(command, ready=ready)

        def __enter__(self):
            return Cloud(self.emulator.wait_until_ready(), app)

        def __exit__(self, *_):
            self.emulator.stop()

    return Running


@pytest.fixture(scope="module")
def world(launch_cloud):
    with launch_cloud() as cloud:
        yield cloud


def make_service(image=f"{IMAGE}:1", **template):
    return run_v2.Service(
        template=run_v2.RevisionTemplate(containers=[run_v2.Container(image=image)], **template)
    )


def fresh():
    return "svc-" + uuid.uuid4().hex[:8]


def deploy(client, service=None):
    name = fresh()
    operation = client.create_service(parent=PARENT, service=service or make_service(), service_id=name)
    return operation.result(timeout=30)


def allow(client, service, members):
    policy = policy_pb2.Policy(bindings=[policy_pb2.Binding(role="roles/run.invoker", members=members)])
    client.set_iam_policy(iam_policy_pb2.SetIamPolicyRequest(resource=service.name, policy=policy))


@pytest.fixture(params=["grpc", "rest"])
def services(request, world):
    return world.client(run_v2.ServicesClient, request.param)


def test_a_service_lives(world, services):
    service = deploy(services)
    assert service.terminal_condition.state == run_v2.Condition.State.CONDITION_SUCCEEDED
    assert service.observed_generation == service.generation == 1
    assert service.latest_ready_revision == service.latest_created_revision
    assert service.template.containers[0].resources.limits["memory"] == "512Mi"
    assert service.name in [one.name for one in services.list_services(parent=PARENT)]

    assert world.visit(service.uri).status_code == 403, "nobody may invoke it yet"
    allow(services, service, ["allUsers"])
    answer = world.visit(service.uri, "/a?b=c")
    assert answer.status_code == 200
    seen = answer.json()
    assert seen["path"] == "/a?b=c"
    assert seen["environment"]["K_SERVICE"] == service.name.split("/")[-1]
    assert service.latest_ready_revision.endswith("/" + seen["environment"]["K_REVISION"])

    changed = services.get_service(name=service.name)
    changed.template.containers[0].env.append(run_v2.EnvVar(name="COLOUR", value="blue"))
    updated = services.update_service(service=changed).result(timeout=30)
    assert updated.generation == 2 and updated.latest_ready_revision != service.latest_ready_revision
    assert world.visit(service.uri).json()["environment"]["COLOUR"] == "blue"

    changed.etag = service.etag
    with pytest.raises(exceptions.Aborted if services.transport.kind == "grpc" else exceptions.Conflict):
        services.update_service(service=changed)

    services.delete_service(name=service.name).result(timeout=30)
    with pytest.raises(exceptions.NotFound):
        services.get_service(name=service.name)
    assert world.visit(service.uri).status_code == 404


def test_a_revision_that_does_not_start_leaves_the_last_one_serving(world, services):
    service = deploy(services)
    allow(services, service, ["allUsers"])
    changed = services.get_service(name=service.name)
    changed.template.containers[0].image = f"{IMAGE}:bad"
    with pytest.raises(exceptions.GoogleAPICallError) as failure:
        services.update_service(service=changed).result(timeout=30)
    assert "failed to start and listen on the port" in str(failure.value)
    now = services.get_service(name=service.name)
    assert now.terminal_condition.state == run_v2.Condition.State.CONDITION_FAILED
    assert now.terminal_condition.revision_reason == run_v2.Condition.RevisionReason.HEALTH_CHECK_CONTAINER_ERROR
    assert now.latest_ready_revision == service.latest_ready_revision
    seen = world.visit(service.uri).json()
    assert service.latest_ready_revision.endswith("/" + seen["environment"]["K_REVISION"])


def test_a_missing_image_is_named(services):
    with pytest.raises(exceptions.GoogleAPICallError) as failure:
        deploy(services, make_service(f"{IMAGE}:none"))
    assert f"Image '{IMAGE}:none' not found." in str(failure.value)


def test_validation_alone_changes_nothing(services):
    name = fresh()
    request = run_v2.CreateServiceRequest(
        parent=PARENT, service=make_service(), service_id=name, validate_only=True
    )
    services.create_service(request=request).result(timeout=30)
    with pytest.raises(exceptions.NotFound):
        services.get_service(name=f"{PARENT}/services/{name}")


def test_what_is_not_supported_is_named(services):
    service = make_service(volumes=[run_v2.Volume(name="v", empty_dir=run_v2.EmptyDirVolumeSource())])
    with pytest.raises(exceptions.MethodNotImplemented) as failure:
        deploy(services, service)
    assert "service.template.volumes" in str(failure.value)


def test_revisions_are_listed_and_deleted(world, services):
    revisions = world.client(run_v2.RevisionsClient, services.transport.kind)
    service = deploy(services)
    changed = services.get_service(name=service.name)
    changed.template.containers[0].args = ["again"]
    services.update_service(service=changed).result(timeout=30)
    names = [one.name for one in revisions.list_revisions(parent=service.name)]
    assert len(names) == 2 and names[1] == service.latest_created_revision
    with pytest.raises(exceptions.GoogleAPICallError):
        revisions.delete_revision(name=names[0])
    revisions.delete_revision(name=names[1]).result(timeout=30)
    with pytest.raises(exceptions.NotFound):
        revisions.get_revision(name=names[1])
    log = world.get(f"/emulator/v1/run/{names[0]}/log")["entries"]
    assert "starting" in [entry["textPayload"] for entry in log]


def test_no_instance_outlives_a_killed_cloud(launch_cloud, app):
    with launch_cloud() as cloud:
        others = processes_in(app)
        services = cloud.client(run_v2.ServicesClient, "grpc")
        for _ in range(3):
            service = deploy(services)
            allow(services, service, ["allUsers"])
        with requests.Session() as session:
            # Killed under load: instances are serving, and one more is being started.
            for _ in range(20):
                session.get(f"http://{cloud.address}/", headers={"host": service.uri.removeprefix("http://")}, timeout=TIMEOUT)
            services.create_service(parent=PARENT, service=make_service(), service_id=fresh())
        # Each instance has its program, the shell that waits for it, and the one that guards it.
        assert len(processes_in(app) - others) >= 6
        cloud.emulator.stop(sig=signal.SIGKILL)
        deadline = time.monotonic() + 5
        while processes_in(app) - others and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not processes_in(app) - others


def processes_in(folder):
    """The processes whose working directory is that folder."""
    found = set()
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.readlink(f"/proc/{process}/cwd") == str(folder):
                found.add(process)
        except OSError:
            continue
    return found


@pytest.fixture(scope="module")
def gcloud(local_cloud, app, tmp_path_factory):
    """Runs shell lines against a cloud of their own."""
    if not shutil.which("gcloud"):
        pytest.skip("gcloud is not installed")
    environment = {
        **clean_environment(),
        "CLOUDSDK_CONFIG": str(tmp_path_factory.mktemp("gcloud")),
        "CLOUDSDK_CORE_DISABLE_PROMPTS": "1",
        "CLOUDSDK_RUN_REGION": "europe-west1",
    }
    image = {"name": f"{IMAGE}:1", "directory": str(app), "command": ["python3", "app.py"]}
    put = f"curl -sf http://$PUBSUB_EMULATOR_HOST/emulator/v1/images -d '{json.dumps(image)}' >/dev/null\n"

    def run(script):
        command = [local_cloud, "exec", "--propagation", "instant", "--", "bash", "-euc", put + script]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=150)

    return run


def test_gcloud_deploys_and_divides_traffic(gcloud):
    done = gcloud(
        f"gcloud run deploy web --image {IMAGE}:1 --allow-unauthenticated --set-env-vars COLOUR=blue\n"
        "gcloud run services list --format='value(metadata.name)'\n"
        "url=$(gcloud run services describe web --format='value(status.url)')\n"
        "curl -sf -H \"host: ${url#http://}\" http://$PUBSUB_EMULATOR_HOST/ | python3 -c "
        "'import json, sys; print(json.load(sys.stdin)[\"environment\"][\"COLOUR\"])'\n"
        f"gcloud run deploy web --image {IMAGE}:1 --no-traffic --tag next --set-env-vars COLOUR=red\n"
        "gcloud run services update-traffic web --to-tags next=40\n"
        "gcloud run services describe web --format='value(status.traffic.percent)'\n"
        "gcloud run revisions list --service web --format='value(metadata.name)' | wc -l\n"
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.split()
    assert lines[:2] == ["web", "blue"], done.stdout
    assert lines[-2].startswith("60;40") and lines[-1] == "2", done.stdout


def test_gcloud_sets_policies_and_deletes(gcloud):
    done = gcloud(
        f"gcloud run deploy web --image {IMAGE}:1 --no-allow-unauthenticated\n"
        "gcloud run services add-iam-policy-binding web --member=user:a@example.com --role=roles/run.invoker >/dev/null\n"
        "gcloud run services get-iam-policy web --format='value(bindings.members)'\n"
        "gcloud run services delete web\n"
        "gcloud run services list --format='value(metadata.name)'\n"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["['user:a@example.com']"], done.stdout


def test_gcloud_tells_why_a_deployment_fails(gcloud):
    done = gcloud(f"gcloud run deploy web --image {IMAGE}:none --no-allow-unauthenticated")
    assert done.returncode != 0
    assert f"Image '{IMAGE}:none' not found." in done.stderr

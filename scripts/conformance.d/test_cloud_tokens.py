"""Identity of the local cloud, as Google's own libraries and gcloud use it: keys, tokens, roles, projects."""

import base64
import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
import uuid

import google.auth
import google.auth.transport.requests
import grpc
import pytest
import requests
from google.auth import crypt, exceptions, impersonated_credentials, jwt
from google.oauth2 import credentials as user_credentials
from google.oauth2 import id_token, service_account
from harness import Emulator, clean_environment

pytestmark = [pytest.mark.ours_only, pytest.mark.timeout(180)]

PROJECT = "local-project"
SCOPES = ["https://www.googleapis.com/auth/cloud-platform"]
TIMEOUT = 20


class Cloud:
    """A cloud in real time, in which everything is seen at once and policies are enforced."""

    def __init__(self, port):
        self.address = f"127.0.0.1:{port}"
        self.url = f"http://{self.address}"
        self.request = google.auth.transport.requests.Request()

    def call(self, method, path, body=None, token=None, code=200):
        headers = {"authorization": f"Bearer {token}"} if token else {}
        answer = requests.request(method, self.url + path, json=body, headers=headers, timeout=TIMEOUT)
        assert answer.status_code == code, answer.text
        return answer.json()

    def account(self):
        body = {"accountId": "svc-" + uuid.uuid4().hex[:12]}
        return self.call("POST", f"/v1/projects/{PROJECT}/serviceAccounts", body)["email"]

    def key(self, email):
        """The file of a new key, as a dictionary."""
        answer = self.call("POST", f"/v1/projects/{PROJECT}/serviceAccounts/{email}/keys", {})
        return json.loads(base64.b64decode(answer["privateKeyData"]))

    def grant(self, role, member, resource=f"/v1/projects/{PROJECT}"):
        policy = self.call("POST", f"{resource}:getIamPolicy", {} if "Accounts" not in resource else None)
        policy.setdefault("bindings", []).append({"role": role, "members": [member]})
        self.call("POST", f"{resource}:setIamPolicy", {"policy": policy})

    def may_get_project(self, token):
        headers = {"authorization": f"Bearer {token}"}
        path = f"{self.url}/v3/projects/{PROJECT}"
        return requests.get(path, headers=headers, timeout=TIMEOUT).status_code == 200


@pytest.fixture(scope="module")
def world(local_cloud):
    ready = re.compile(r"ready on http://127\.0\.0\.1:(\d+)")
    arguments = ["--port", "0", "--propagation", "instant"]
    with Emulator([local_cloud, *arguments], ready=ready) as running:
        yield Cloud(running.port)


def test_service_account_file_gets_access_tokens(world):
    email = world.account()
    made = service_account.Credentials.from_service_account_info(world.key(email), scopes=SCOPES)
    made.refresh(world.request)
    assert made.token.startswith("ya29.")
    assert not world.may_get_project(made.token)
    world.grant("roles/browser", f"serviceAccount:{email}")
    assert world.may_get_project(made.token)
    info = requests.get(f"{world.url}/oauth2/v3/tokeninfo", {"access_token": made.token}, timeout=TIMEOUT).json()
    assert info["email"] == email and info["scope"] == SCOPES[0]


def test_service_account_file_gets_id_tokens(world):
    email = world.account()
    made = service_account.IDTokenCredentials.from_service_account_info(
        world.key(email), target_audience="https://service.test"
    )
    made.refresh(world.request)
    claims = id_token.verify_token(
        made.token, world.request, audience="https://service.test", certs_url=world.url + "/oauth2/v1/certs"
    )
    assert claims["email"] == email and claims["email_verified"]
    with pytest.raises(ValueError):
        id_token.verify_token(
            made.token, world.request, audience="https://other.test", certs_url=world.url + "/oauth2/v1/certs"
        )


def test_self_signed_tokens_call_apis(world):
    email = world.account()
    world.grant("roles/browser", f"serviceAccount:{email}")
    file = world.key(email)
    made = jwt.Credentials.from_service_account_info(file, audience="https://cloudresourcemanager.googleapis.com/")
    made.refresh(world.request)
    assert world.may_get_project(made.token.decode() if isinstance(made.token, bytes) else made.token)


def test_deleted_key_is_refused(world):
    email = world.account()
    file = world.key(email)
    name = f"/v1/projects/{PROJECT}/serviceAccounts/{email}/keys/{file['private_key_id']}"
    world.call("DELETE", name)
    made = service_account.Credentials.from_service_account_info(file, scopes=SCOPES)
    with pytest.raises(exceptions.RefreshError, match="Invalid JWT Signature"):
        made.refresh(world.request)


@pytest.fixture
def impersonated(world):
    """Credentials of an account for which another one may make tokens."""
    caller, target = world.account(), world.account()
    path = f"/v1/projects/{PROJECT}/serviceAccounts/{target}"
    world.grant("roles/iam.serviceAccountTokenCreator", f"serviceAccount:{caller}", path)
    source = service_account.Credentials.from_service_account_info(world.key(caller), scopes=SCOPES)
    endpoint = f"{world.url}/v1/projects/-/serviceAccounts/{target}:generateAccessToken"
    made = impersonated_credentials.Credentials(
        source_credentials=source,
        target_principal=target,
        target_scopes=SCOPES,
        lifetime=600,
        iam_endpoint_override=endpoint,
    )
    return made, target


def test_impersonated_credentials_get_access_tokens(world, impersonated):
    made, target = impersonated
    made.refresh(world.request)
    assert not world.may_get_project(made.token)
    world.grant("roles/browser", f"serviceAccount:{target}")
    assert world.may_get_project(made.token)


def test_credentials_client_signs(world):
    """The official client of IAM Credentials, over REST as over gRPC."""
    from google.auth.credentials import AnonymousCredentials
    from google.cloud import iam_credentials_v1 as iam
    from google.cloud.iam_credentials_v1.services.iam_credentials import transports

    email = world.account()
    name = f"projects/-/serviceAccounts/{email}"
    channel = grpc.insecure_channel(world.address)
    clients = [
        iam.IAMCredentialsClient(transport=transports.IAMCredentialsGrpcTransport(channel=channel)),
        iam.IAMCredentialsClient(
            transport=transports.IAMCredentialsRestTransport(
                host=world.address, url_scheme="http", credentials=AnonymousCredentials()
            )
        ),
    ]
    for client in clients:
        signed = client.sign_jwt(name=name, payload=json.dumps({"sub": "me", "aud": "x"}))
        certificates = requests.get(f"{world.url}/robot/v1/metadata/x509/{email}", timeout=TIMEOUT).json()
        head = json.loads(base64.urlsafe_b64decode(signed.signed_jwt.split(".")[0] + "=="))
        assert head["kid"] == signed.key_id
        claims, _, signature = signed.signed_jwt.rpartition(".")
        signature = base64.urlsafe_b64decode(signature + "==")
        assert crypt.verify_signature(claims.encode(), signature, list(certificates.values()))
        blob = client.sign_blob(name=name, payload=b"hello")
        assert crypt.verify_signature(b"hello", blob.signed_blob, certificates[blob.key_id])
        token = client.generate_id_token(name=name, audience="x", include_email=True).token
        claims = id_token.verify_token(token, world.request, "x", certs_url=world.url + "/oauth2/v1/certs")
        assert claims["email"] == email
        assert client.generate_access_token(name=name, scope=SCOPES).access_token.startswith("ya29.")
    channel.close()


def test_compute_credentials_come_from_the_metadata_server(world):
    """A process of its own, because the library reads where the server is when it is imported."""
    email = world.account()
    world.grant("roles/browser", f"serviceAccount:{email}")
    port = world.call("POST", "/emulator/v1/ports", {"account": email})["port"]
    program = textwrap.dedent("""
        import google.auth, google.auth.transport.requests
        from google.auth import compute_engine
        from google.auth.compute_engine import _metadata
        request = google.auth.transport.requests.Request()
        assert _metadata.ping(request)
        made, project = google.auth.default()
        made.refresh(request)
        print(project, made.service_account_email, made.universe_domain, made.token)
        identity = compute_engine.IDTokenCredentials(request, "x", use_metadata_identity_endpoint=True)
        identity.refresh(request)
        print(identity.token)
        """)
    environment = {
        **clean_environment(),
        "GCE_METADATA_HOST": f"127.0.0.1:{port}",
        "GCE_METADATA_IP": f"127.0.0.1:{port}",
        "HOME": "/nonexistent",
        "CLOUDSDK_CONFIG": "/nonexistent",
    }
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    first, identity = done.stdout.splitlines()
    project, account, universe, token = first.split()
    assert (project, account, universe) == (PROJECT, email, "googleapis.com")
    assert world.may_get_project(token)
    assert id_token.verify_token(identity, world.request, "x", certs_url=world.url + "/oauth2/v1/certs")["aud"] == "x"


def owner_refresh_token(local_cloud):
    """As `local-cloud env` prints it; the seed decides it."""
    printed = subprocess.run([local_cloud, "env"], capture_output=True, text=True, timeout=TIMEOUT).stdout
    variables = dict(line.removeprefix("export ").split("=", 1) for line in printed.splitlines())
    return variables["REHEARSAL_REFRESH_TOKEN"]


def test_refresh_token_of_the_owner(world, local_cloud):
    made = user_credentials.Credentials(
        None,
        refresh_token=owner_refresh_token(local_cloud),
        token_uri=world.url + "/token",
        client_id="local-cloud.apps.googleusercontent.com",
        client_secret="local-cloud-client-secret",
    )
    made.refresh(world.request)
    assert world.may_get_project(made.token)
    assert id_token.verify_token(made.id_token, world.request, certs_url=world.url + "/oauth2/v1/certs")["email"]


def test_roles_through_the_official_client(world):
    from google.api_core import exceptions as api
    from google.cloud import iam_admin_v1 as admin
    from google.cloud.iam_admin_v1.services.iam.transports import IAMGrpcTransport

    with grpc.insecure_channel(world.address) as channel:
        client = admin.IAMClient(transport=IAMGrpcTransport(channel=channel))
        parent = f"projects/{PROJECT}"
        role_id = "reader_" + uuid.uuid4().hex[:8]
        role = admin.Role(
            title="Reader", included_permissions=["pubsub.topics.get"], stage=admin.Role.RoleLaunchStage.GA
        )
        made = client.create_role({"parent": parent, "role_id": role_id, "role": role})
        assert made.name == f"{parent}/roles/{role_id}"
        assert client.get_role({"name": made.name}) == made
        assert made.name in [one.name for one in client.list_roles({"parent": parent})]
        made.included_permissions.append("pubsub.topics.list")
        mask = {"paths": ["included_permissions"]}
        changed = client.update_role({"name": made.name, "role": made, "update_mask": mask})
        assert list(changed.included_permissions) == ["pubsub.topics.get", "pubsub.topics.list"]
        with pytest.raises(api.Aborted):
            client.update_role({"name": made.name, "role": made, "update_mask": mask})
        assert client.delete_role({"name": made.name}).deleted
        assert not client.undelete_role({"name": made.name}).deleted
        with pytest.raises(api.InvalidArgument, match="Permission pubsub.topics.fly is not valid"):
            bad = admin.Role(included_permissions=["pubsub.topics.fly"])
            client.create_role({"parent": parent, "role_id": "bad_role", "role": bad})
        grantable = client.query_grantable_roles(
            {"full_resource_name": f"//cloudresourcemanager.googleapis.com/{parent}"}
        )
        assert "roles/pubsub.publisher" in [one.name for one in grantable]
        account = world.account()
        key = client.create_service_account_key({"name": f"{parent}/serviceAccounts/{account}"})
        assert json.loads(key.private_key_data)["client_email"] == account
        listed = client.list_service_account_keys({"name": f"{parent}/serviceAccounts/{account}"}).keys
        names = [one.name for one in listed]
        assert key.name in names and len(names) == 2


def test_projects_through_the_official_client(world):
    from google.api_core import exceptions as api
    from google.cloud import resourcemanager_v3 as manager
    from google.cloud.resourcemanager_v3.services.projects.transports import ProjectsGrpcTransport

    with grpc.insecure_channel(world.address) as channel:
        client = manager.ProjectsClient(transport=ProjectsGrpcTransport(channel=channel))
        [found] = client.search_projects(query=f"id:{PROJECT}")
        assert found.project_id == PROJECT and found == client.get_project(name=f"projects/{PROJECT}")
        assert not list(client.search_projects(query="id:other"))
        with pytest.raises(api.MethodNotImplemented):
            client.create_project(project=manager.Project(project_id="another-project"))


@pytest.fixture(scope="module")
def gcloud(world, tmp_path_factory):
    """Runs `gcloud ARGUMENTS`, and returns what it printed as JSON, or as text with `text=True`.

    With `signed_in`, gcloud uses the account that it has been given, instead of no credentials at all.
    """
    if not shutil.which("gcloud"):
        pytest.skip("gcloud is not installed")
    environment = {
        **clean_environment(),
        "CLOUDSDK_CONFIG": str(tmp_path_factory.mktemp("gcloud")),
        "CLOUDSDK_CORE_DISABLE_PROMPTS": "1",
        "CLOUDSDK_CORE_PROJECT": PROJECT,
        "CLOUDSDK_AUTH_TOKEN_HOST": f"{world.url}/token",
    }
    for api in ("CLOUDRESOURCEMANAGER", "IAM", "IAMCREDENTIALS"):
        environment[f"CLOUDSDK_API_ENDPOINT_OVERRIDES_{api}"] = world.url + "/"

    def run(*arguments, signed_in=False, text=False, user_file=None):
        mode = {} if signed_in else {"CLOUDSDK_AUTH_DISABLE_CREDENTIALS": "true"}
        if user_file:
            mode["CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE"] = str(user_file)
        form = [] if text else ["--format=json"]
        done = subprocess.run(
            ["gcloud", *arguments, *form], env={**environment, **mode}, capture_output=True, text=True, timeout=90
        )
        assert done.returncode == 0, done.stderr
        return done.stdout if text else json.loads(done.stdout or "null")

    return run


def test_gcloud_manages_roles(gcloud):
    role = "gcloud_role"
    made = gcloud(
        "iam", "roles", "create", role, f"--project={PROJECT}", "--title=A", "--permissions=pubsub.topics.get",
        "--stage=GA",
    )
    assert made["name"] == f"projects/{PROJECT}/roles/{role}"
    gcloud("iam", "roles", "update", role, f"--project={PROJECT}", "--add-permissions=pubsub.topics.publish")
    described = gcloud("iam", "roles", "describe", role, f"--project={PROJECT}")
    assert described["includedPermissions"] == ["pubsub.topics.get", "pubsub.topics.publish"]
    assert "A" in [one["title"] for one in gcloud("iam", "roles", "list", f"--project={PROJECT}")]
    assert gcloud("iam", "roles", "delete", role, f"--project={PROJECT}")["deleted"]
    deleted = gcloud("iam", "roles", "list", f"--project={PROJECT}", "--show-deleted")
    assert any(one.get("deleted") for one in deleted)
    gcloud("iam", "roles", "undelete", role, f"--project={PROJECT}")
    assert gcloud("iam", "roles", "describe", "roles/pubsub.publisher")["includedPermissions"]
    listed = gcloud("iam", "list-grantable-roles", f"//cloudresourcemanager.googleapis.com/projects/{PROJECT}")
    assert any(one["name"] == "roles/pubsub.publisher" for one in listed)


def test_gcloud_lists_projects(gcloud):
    assert [one["projectId"] for one in gcloud("projects", "list")] == [PROJECT]
    assert gcloud("projects", "describe", PROJECT)["lifecycleState"] == "ACTIVE"
    assert gcloud("projects", "list", f"--filter=projectId:{PROJECT}") != []
    assert gcloud("projects", "list", "--filter=projectId:other") == []
    ancestors = gcloud("projects", "get-ancestors", PROJECT)
    assert ancestors == [{"id": PROJECT, "type": "project"}]


def test_gcloud_uses_a_key_file(gcloud, world, tmp_path):
    email = world.account()
    world.grant("roles/viewer", f"serviceAccount:{email}")
    file = tmp_path / "key.json"
    gcloud("iam", "service-accounts", "keys", "create", str(file), f"--iam-account={email}")
    assert oct(os.stat(file).st_mode & 0o777) == "0o600"
    keys = gcloud("iam", "service-accounts", "keys", "list", f"--iam-account={email}", "--managed-by=user")
    assert len(keys) == 1
    gcloud("auth", "activate-service-account", f"--key-file={file}", signed_in=True, text=True)
    token = gcloud("auth", "print-access-token", signed_in=True, text=True).strip()
    assert world.may_get_project(token)
    identity = gcloud("auth", "print-identity-token", "--audiences=x", signed_in=True, text=True).strip()
    claims = id_token.verify_token(identity, world.request, "x", certs_url=world.url + "/oauth2/v1/certs")
    assert claims["email"] == email
    assert gcloud("projects", "describe", PROJECT, signed_in=True)["projectId"] == PROJECT
    key = keys[0]["name"].split("/")[-1]
    gcloud("iam", "service-accounts", "keys", "disable", key, f"--iam-account={email}")
    gcloud("iam", "service-accounts", "keys", "enable", key, f"--iam-account={email}")
    gcloud("iam", "service-accounts", "keys", "delete", key, f"--iam-account={email}")
    assert gcloud("iam", "service-accounts", "keys", "list", f"--iam-account={email}", "--managed-by=user") == []


def test_gcloud_is_the_owner_by_the_refresh_token(gcloud, world, local_cloud, tmp_path):
    user = {
        "type": "authorized_user",
        "client_id": "local-cloud.apps.googleusercontent.com",
        "client_secret": "local-cloud-client-secret",
        "refresh_token": owner_refresh_token(local_cloud),
    }
    file = tmp_path / "user.json"
    file.write_text(json.dumps(user))
    token = gcloud("auth", "print-access-token", signed_in=True, text=True, user_file=file).strip()
    assert world.may_get_project(token)
    assert gcloud("projects", "describe", PROJECT, signed_in=True, user_file=file)["projectId"] == PROJECT


def test_gcloud_signs_blobs(gcloud, world, tmp_path):
    email = world.account()
    blob, signed = tmp_path / "blob", tmp_path / "signed"
    blob.write_bytes(b"hello")
    gcloud("iam", "service-accounts", "sign-blob", str(blob), str(signed), f"--iam-account={email}", text=True)
    certificates = requests.get(f"{world.url}/robot/v1/metadata/x509/{email}", timeout=TIMEOUT).json()
    assert crypt.verify_signature(b"hello", signed.read_bytes(), list(certificates.values()))

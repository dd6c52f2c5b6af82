"""What scripts/discovery lets pass, and what it must have seen."""

# Regular expressions of findings, each with the reason why it may be.
ALLOWED = [
    (r"^request [A-Z]+ /(v1/[aox]|upload)?: unknown path", "tests of how calls are made ask for what no API has"),
    (r"^(request|answer) PUT /upload/storage/v1/b/[^/]+/o: unknown path", "a resumable upload goes on at its session's URL"),
    (r"parameter upload_id: unknown", "the key of a resumable upload's session, which the server itself puts into its URL"),
    (r"^answer [A-Z]+ /emulator/", "the controls of the emulators, which Google does not have"),
    (r"^answer GET /: unknown path", "says that an emulator serves"),
    (r"^answer GET /computeMetadata/", "the metadata server has no discovery document"),
    (
        r"^answer (GET|POST) /(token|tokeninfo|oauth2/v[123]/(certs|tokeninfo|userinfo)|userinfo/v2/me|v1/userinfo)"
        ": unknown path",
        "sign-in is described by OpenID Connect and OAuth 2.0, not by a discovery document",
    ),
    (r"^answer GET /(robot|service_accounts)/v1/", "where the public keys of accounts are published"),
    (r"^answer (GET /download|POST /batch)/storage/v1", "the documents name these paths apart from the methods"),
    (r"request\.policy\.etag: \"[0-9]\" is no string byte", "the fake clouds of Orchestration's tests count their etags"),
]

# The APIs to which requests of the clients must have been seen, and answers of the local cloud.
REQUESTED = [
    "artifactregistry.v1", "bigquery.v2", "cloudbuild.v1", "cloudresourcemanager.v3", "cloudscheduler.v1",
    "firestore.v1", "iam.v1", "iamcredentials.v1", "pubsub.v1", "run.v2", "secretmanager.v1", "serviceusage.v1",
    "storage.v1",
]
ANSWERED = [*REQUESTED, "cloudresourcemanager.v1"]

"""The local cloud: start and memory when it is idle, and what a large one holds and a policy check costs.

usage: python Benchmarks/cloud.py --cloud PATH --static PATH [--repeats N] [--write] [--assert]

The large cloud has a thousand accounts, a hundred services of Cloud Run, and a hundred topics with a hundred bindings
each. A policy check's cost is that of a Publish by an account with a token while policies are enforced, less that of
the same Publish while they are not.
"""

import argparse
import http.client
import json
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

from memory import touch_memory
from processes import start_emulator
from publish import load_publish, write_request
from report import promise_table
from rows import at_most

OUTPUT = Path(__file__).parent / "cloud.md"
READY = re.compile(r"ready on http://127\.0\.0\.1:(\d+)")
PROJECT = "local-project"
ACCOUNTS, SERVICES, TOPICS = 1_000, 100, 100
ROLES = ["publisher", "subscriber", "viewer", "editor", "admin"]
MEMBERS_OF_ROLE = 20
CALLS = 100_000


def start_cloud(executable, *options):
    return start_emulator([executable, "--port", "0", "--project", PROJECT, *options], "cloud", READY)


def call(server, method, path, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request(method, path, json.dumps(body) if body is not None else None)
    response = connection.getresponse()
    text = response.read()
    connection.close()
    if response.status != 200:
        raise RuntimeError(f"{method} {path}: {response.status} {text.decode()}")
    return json.loads(text)


def idle(static, repeats):
    """Milliseconds to the ready line, and MiB resident after a first call."""
    times, sizes = [], []
    for _ in range(repeats):
        start = time.perf_counter()
        with start_cloud(static) as server:
            times.append((time.perf_counter() - start) * 1e3)
            call(server, "GET", f"/v1/projects/{PROJECT}/topics")
            sizes.append(server.resident_mib())
    return statistics.median(times), statistics.median(sizes)


def account(index):
    return f"account-{index:04}"


def bindings(topic):
    """A hundred grants: five roles to twenty accounts each."""
    members = [account((topic * 10 + index) % ACCOUNTS) for index in range(MEMBERS_OF_ROLE)]
    return [
        {
            "role": f"roles/pubsub.{role}",
            "members": [f"serviceAccount:{member}" for member in members],
            "resource": f"topics/topic-{topic}",
        }
        for role in ROLES
    ]


def service(index):
    parent = f"projects/{PROJECT}/locations/europe-west1"
    template = {
        "serviceAccount": f"{account(index)}@{PROJECT}.iam.gserviceaccount.com",
        "containers": [{"image": f"europe-west1-docker.pkg.dev/{PROJECT}/images/service-{index}"}],
    }
    request = {"parent": parent, "serviceId": f"service-{index}", "service": {"template": template}}
    return {"method": "google.cloud.run.v2.Services/CreateService", "request": request}


def large_cloud():
    """The seed file, in JSON, which is YAML."""
    return json.dumps(
        {
            "accounts": [{"id": account(index)} for index in range(ACCOUNTS)],
            "topics": [{"name": f"topic-{index}"} for index in range(TOPICS)],
            "bindings": [binding for topic in range(TOPICS) for binding in bindings(topic)],
            "calls": [service(index) for index in range(SERVICES)],
        }
    )


def publish_cpu(server, body, token, repeats):
    """Server CPU of a Publish, in microseconds: the median of some runs."""
    costs = []
    for _ in range(repeats):
        start = server.cpu_seconds()
        load_publish(server, body, 1, 100, CALLS, f"authorization: Bearer {token}")
        costs.append((server.cpu_seconds() - start) / CALLS * 1e6)
    return statistics.median(costs)


def policy_check(server, folder, repeats):
    email = f"{account(0)}@{PROJECT}.iam.gserviceaccount.com"
    path = f"/v1/projects/-/serviceAccounts/{email}:generateAccessToken"
    token = call(server, "POST", path, {"scope": ["https://www.googleapis.com/auth/cloud-platform"]})
    body = write_request(folder, f"projects/{PROJECT}/topics/topic-0", payload_bytes=1)
    costs = {}
    for mode in ["off", "enforce"]:
        call(server, "PUT", "/emulator/v1/policy", {"mode": mode})
        costs[mode] = publish_cpu(server, body, token["accessToken"], repeats)
    return costs["enforce"] - costs["off"]


def measure(options):
    milliseconds, mib = idle(options.static, 10)
    rows = [
        at_most("local-cloud: start to ready (static build)", milliseconds, 30, "ms", 1),
        at_most("local-cloud: resident memory idle (static build)", mib, 25, "MiB", 1),
    ]
    with tempfile.TemporaryDirectory() as folder:
        seed = Path(folder) / "seed.yaml"
        seed.write_text(large_cloud())
        flags = ["--policy", "off", "--propagation", "instant", "--account-quota", str(ACCOUNTS)]
        flags += ["--seed", str(seed)]
        with start_cloud(options.cloud, *flags) as server:
            rows.append(at_most("large local-cloud: resident memory", server.resident_mib(), 100, "MiB", 1))
            check = policy_check(server, folder, options.repeats)
            rows.append(at_most("large local-cloud: policy check of a call, CPU", check, 2, "µs"))
    return rows


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cloud", required=True)
    parser.add_argument("--static", required=True)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--assert", action="store_true", dest="asserts")
    options = parser.parse_args()
    touch_memory()
    rows = measure(options)
    text = promise_table(rows)
    print(text)
    if options.write:
        OUTPUT.write_text(text + "\n")
    sys.exit(1 if options.asserts and not all(row.is_kept for row in rows) else 0)


if __name__ == "__main__":
    main()

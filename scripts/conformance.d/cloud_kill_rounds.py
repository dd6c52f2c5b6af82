"""Kills a local cloud under load with SIGKILL, restarts it on its data directory, and checks what it kept.

Over REST, without any client library, so that an answer is known exactly: a write counts when its answer has been read.
What was under way when the process died may have happened or not. Pub/Sub's part is checked by kill_rounds.py.
"""

import argparse
import base64
import random
import shutil
import sys
import tempfile
import threading
import time

from kill_rounds import Client, Emulator, work

PROJECT = "/v1/projects/local-project"


class Cloud(Emulator):
    """One life of the process."""

    def __init__(self, program, folder, sync):
        options = ["--project", "local-project", "--policy", "off", "--propagation", "instant"]
        options += ["--account-quota", "100000"]
        super().__init__(program, folder, sync, *options, ready="ready on http")


class Books:
    """What is known, over all rounds."""

    def __init__(self):
        self.lock = threading.Lock()
        self.secrets = {}  # Data of secrets whose version was answered.
        self.etags = {}  # Etags of secrets that were answered.
        self.accounts = {}  # Unique ids of accounts that were answered.
        self.members = set()  # Members of the project's policy that were answered.
        self.objects = {}  # Bytes of objects that were answered, with their generations.
        self.deleted = set()  # Secrets whose deletion was answered.
        self.wrong = []


def keep_secrets(port, books, number, stop):
    client = Client(port)
    count = 0
    while not stop.is_set():
        id = f"s-{number}-{count}"
        count += 1
        body = {"replication": {"automatic": {}}}
        secret = client.call("POST", f"{PROJECT}/secrets?secretId={id}", body)
        with books.lock:
            books.etags[id] = secret["etag"]
        data = base64.b64encode(id.encode() * random.choice([1, 10, 500])).decode()
        client.call("POST", f"{PROJECT}/secrets/{id}:addVersion", {"payload": {"data": data}})
        with books.lock:
            books.secrets[id] = data
        if random.random() < 0.2:
            with books.lock:
                books.deleted.add(id)
                del books.etags[id], books.secrets[id]
            client.call("DELETE", f"{PROJECT}/secrets/{id}")
            with books.lock:
                books.deleted.discard(id)
                books.deleted.add(id + " answered")


def delete_account(client, books, email):
    # What is under way when the process dies may have happened: nothing is known of the account any more.
    with books.lock:
        del books.accounts[email]
    client.call("DELETE", f"{PROJECT}/serviceAccounts/{email}")


def keep_accounts(port, books, number, stop):
    client = Client(port)
    count = 0
    while not stop.is_set():
        id = f"account-{number}-{count}"
        count += 1
        account = client.call("POST", f"{PROJECT}/serviceAccounts", {"accountId": id})
        with books.lock:
            books.accounts[account["email"]] = account["uniqueId"]
        delete_account(client, books, account["email"])
        client.call("POST", f"{PROJECT}/serviceAccounts/{account['uniqueId']}:undelete")
        with books.lock:
            books.accounts[account["email"]] = account["uniqueId"]
        if random.random() < 0.5:
            delete_account(client, books, account["email"])


def keep_policies(port, books, number, stop):
    client = Client(port)
    count = 0
    while not stop.is_set() and count < 20:
        member = f"user:u-{number}-{count}@example.com"
        count += 1
        policy = client.call("POST", f"{PROJECT}:getIamPolicy")
        policy["bindings"].append({"role": "roles/viewer", "members": [member]})
        client.call("POST", f"{PROJECT}:setIamPolicy", {"policy": policy})
        with books.lock:
            books.members.add(member)


def keep_objects(port, books, number, stop):
    client = Client(port)
    name = f"bucket-{number}"
    client.call("POST", "/storage/v1/b?project=local-project", {"name": name})
    count = 0
    while not stop.is_set():
        # Each name is written over and over again, some of them large enough for a file from the beginning.
        object = f"o{count % 5}"
        count += 1
        text = f"{number} {count} " * random.choice([1, 10, 60_000])
        with books.lock:
            books.objects.pop((name, object), None)
        path = f"/upload/storage/v1/b/{name}/o?uploadType=media&name={object}"
        answer = client.call("POST", path, text)
        with books.lock:
            books.objects[name, object] = (answer["generation"], text)


def check_objects(client, books):
    for (bucket, name), (generation, text) in books.objects.items():
        path = f"/storage/v1/b/{bucket}/o/{name}"
        if client.call("GET", path)["generation"] != generation:
            books.wrong.append(f"{bucket}/{name} is another version")
        if client.call("GET", path + "?alt=media") != text:
            books.wrong.append(f"{bucket}/{name} has other bytes")


def check(client, books):
    """Asks for everything that was answered."""
    for id, data in books.secrets.items():
        kept = client.call("GET", f"{PROJECT}/secrets/{id}/versions/latest:access")
        if kept["payload"]["data"] != data:
            books.wrong.append(f"secret {id} has other data")
    for id, etag in books.etags.items():
        if client.call("GET", f"{PROJECT}/secrets/{id}")["etag"] != etag:
            books.wrong.append(f"secret {id} has another etag")
    names, token = set(), ""
    while True:
        page = client.call("GET", f"{PROJECT}/secrets?pageSize=1000&pageToken={token}")
        names |= {one["name"].rsplit("/", 1)[1] for one in page.get("secrets", [])}
        token = page.get("nextPageToken", "")
        if not token:
            break
    for id in names & {id.removesuffix(" answered") for id in books.deleted if id.endswith(" answered")}:
        books.wrong.append(f"secret {id} is back")
    for email, number in books.accounts.items():
        if client.call("GET", f"{PROJECT}/serviceAccounts/{email}")["uniqueId"] != number:
            books.wrong.append(f"{email} has another unique id")
    check_objects(client, books)
    policy = client.call("POST", f"{PROJECT}:getIamPolicy")
    members = {member for binding in policy["bindings"] for member in binding["members"]}
    for member in books.members - members:
        books.wrong.append(f"{member} is lost")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--sync", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random.seed(options.seed)
    folder = tempfile.mkdtemp(prefix="rehearsal-cloud-kill-")
    books, torn, started = Books(), 0, time.monotonic()
    try:
        cloud = Cloud(options.program, folder, options.sync)
        for number in range(options.rounds):
            stop = threading.Event()
            workers = (keep_secrets, keep_secrets, keep_accounts, keep_policies, keep_objects)
            threads = [work(one, cloud.port, books, f"{number}-{i}", stop) for i, one in enumerate(workers)]
            time.sleep(random.uniform(0.01, 0.25))
            if "middle of a record" in cloud.kill():
                torn += 1
            stop.set()
            for thread in threads:
                thread.join()
            cloud = Cloud(options.program, folder, options.sync)
            check(Client(cloud.port), books)
        cloud.kill()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(
        f"{options.rounds} kills in {time.monotonic() - started:.0f} s: {len(books.etags)} secrets, "
        f"{len(books.accounts)} accounts, {len(books.members)} grants, {len(books.objects)} objects and "
        f"{len(books.deleted)} deletions answered; "
        f"{len(books.wrong)} lost or changed, {torn} torn ends repaired"
    )
    for fault in books.wrong[:10]:
        print(f"  {fault}")
    return 1 if books.wrong else 0


if __name__ == "__main__":
    sys.exit(main())

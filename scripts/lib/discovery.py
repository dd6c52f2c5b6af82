"""Reduces Google's discovery documents, and holds recorded HTTP exchanges against them; see scripts/discovery."""

import base64
import collections
import json
import pathlib
import re
import sys
import urllib.parse

import discovery_deviations as deviations

APIS = [
    "artifactregistry.v1", "bigquery.v2", "cloudbuild.v1", "cloudresourcemanager.v1", "cloudresourcemanager.v3",
    "cloudscheduler.v1", "firestore.v1", "iam.v1", "iamcredentials.v1", "pubsub.v1", "run.v1", "run.v2",
    "secretmanager.v1", "serviceusage.v1", "storage.v1",
]


# MARK: Facts


def fetch(target):
    from googleapiclient import discovery_cache

    folder = pathlib.Path(discovery_cache.__file__).parent / "documents"
    facts = {}
    for api in APIS:
        document = json.loads((folder / f"{api}.json").read_text())
        facts[api] = {
            "parameters": sorted(document.get("parameters", {})),
            "methods": list(methods(document, document)),
            "schemas": {name: schema(body) for name, body in document.get("schemas", {}).items()},
        }
    pathlib.Path(target).write_text(json.dumps(facts))
    print(f"{len(facts)} APIs, {sum(len(api['methods']) for api in facts.values())} methods")


def methods(document, node):
    service = "/" + document["servicePath"].strip("/")
    service = service if service.endswith("/") else service + "/"
    for method in node.get("methods", {}).values():
        parameters = method.get("parameters", {})
        paths = [service + method.get("flatPath", method["path"]), service + method["path"]]
        media = [protocol["path"] for protocol in method.get("mediaUpload", {}).get("protocols", {}).values()]
        for path in dict.fromkeys(paths + media):
            yield {
                "id": method["id"],
                "http": method["httpMethod"],
                "path": pattern(path, parameters),
                "parameters": sorted(name for name, body in parameters.items() if body["location"] == "query"),
                "request": method.get("request", {}).get("$ref"),
                "response": method.get("response", {}).get("$ref"),
                "media": path in media or method.get("supportsMediaDownload", False),
            }
    for resource in node.get("resources", {}).values():
        yield from methods(document, resource)


def pattern(path, parameters):
    """The regular expression of a path template: `{name}` is one segment, `{+name}` is what its own pattern says."""
    parts = []
    for piece in re.split(r"(\{\+?[^}]*\})", path):
        if piece.startswith("{+"):
            own = parameters.get(piece[2:-1], {}).get("pattern", "^.+$")
            parts.append("(?:" + own.removeprefix("^").removesuffix("$") + ")")
        elif piece.startswith("{"):
            parts.append("[^/]+?")
        else:
            parts.append(re.escape(piece))
    return "^" + "".join(parts) + "$"


def schema(body):
    """What is compared of a schema."""
    reduced = {key: body[key] for key in ("type", "format", "$ref", "enum") if key in body}
    if "properties" in body:
        reduced["properties"] = {name: schema(value) for name, value in body["properties"].items()}
    if "items" in body:
        reduced["items"] = schema(body["items"])
    if "additionalProperties" in body:
        reduced["additionalProperties"] = schema(body["additionalProperties"])
    return reduced


# MARK: Values


def faults(schemas, shape, value, place, depth=0):
    """What is wrong with a value, each fault with its place."""
    if depth > 60:
        return
    if "$ref" in shape:
        shape = schemas[shape["$ref"]]
    kind = shape.get("type", "any")
    if value is None or kind == "any":
        return
    if kind == "object":
        yield from object_faults(schemas, shape, value, place, depth)
    elif kind == "array":
        if not isinstance(value, list):
            yield f"{place}: not an array"
            return
        for element in value:
            yield from faults(schemas, shape.get("items", {}), element, place + "[]", depth + 1)
    elif not is_scalar(kind, shape.get("format"), value):
        yield f"{place}: {json.dumps(value)[:60]} is no {kind} {shape.get('format', '')}".rstrip()
    elif kind == "string" and "enum" in shape and value not in shape["enum"]:
        yield f"{place}: {value!r} is not one of {', '.join(shape['enum'])}"


def object_faults(schemas, shape, value, place, depth):
    if not isinstance(value, dict):
        yield f"{place}: not an object"
        return
    properties, others = shape.get("properties", {}), shape.get("additionalProperties")
    for name, member in value.items():
        if name in properties:
            yield from faults(schemas, properties[name], member, f"{place}.{name}", depth + 1)
        elif others is not None:
            yield from faults(schemas, others, member, f"{place}.*", depth + 1)
        else:
            yield f"{place}.{name}: unknown field"


def is_scalar(kind, form, value):
    if kind == "string":
        if not isinstance(value, str):
            return False
        if form in ("int64", "uint64"):
            return re.fullmatch(r"-?\d+", value) is not None
        if form == "byte":
            return is_base64(value)
        if form == "google-duration":
            return re.fullmatch(r"-?\d+(\.\d{1,9})?s", value) is not None
        if form in ("google-datetime", "date-time"):
            return re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", value) is not None
        return True
    if kind == "boolean":
        return isinstance(value, bool)
    if kind in ("integer", "number"):
        whole = isinstance(value, int) and not isinstance(value, bool)
        # An API of proto3 writes 64-bit integers as strings; older ones declare them as strings anyway.
        return whole or (kind == "number" and isinstance(value, (float, str)))
    return True


def is_base64(text):
    try:
        base64.b64decode(text.replace("-", "+").replace("_", "/") + "==", validate=False)
        return True
    except ValueError:
        return False


ERROR = {
    "type": "object",
    "properties": {
        "error": {
            "type": "object",
            "properties": {
                "code": {"type": "integer"}, "message": {"type": "string"}, "status": {"type": "string"},
                "details": {"type": "array", "items": {"type": "any"}},
                "errors": {"type": "array", "items": {"type": "any"}},
            },
        }
    },
}


# MARK: Exchanges


class Checker:
    def __init__(self, facts):
        self.facts = facts
        self.methods = [
            (api, method, re.compile(method["path"])) for api, body in facts.items() for method in body["methods"]
        ]
        self.findings = collections.Counter()
        self.requests = collections.Counter()
        self.answers = collections.Counter()
        self.used = set()

    def matching(self, http, path):
        """The methods, with their APIs, that a path may be meant for."""
        decoded = urllib.parse.unquote(path)
        found = {
            (api, method["id"], method["media"]): (api, method)
            for api, method, expression in self.methods
            if method["http"] == http and (expression.match(path) or expression.match(decoded))
        }
        return list(found.values())

    def check(self, exchange):
        url = urllib.parse.urlsplit(exchange["url"])
        known = self.matching(exchange["method"], url.path)
        is_request = exchange["kind"] == "request"
        if not known:
            # Whoever asks for what there is not is told so; an answer of success would be invented.
            if is_request or 200 <= exchange["status"] < 300:
                self.report(f"{exchange['kind']} {exchange['method']} {url.path}: unknown path")
            return
        look = self.request_faults if is_request else self.answer_faults
        counts = self.requests if is_request else self.answers
        self.hold(known, lambda api, method: look(api, method, url, exchange), counts)

    def hold(self, known, look, counts):
        """Several APIs may have the same path; one that fits is enough, and only a path of one API counts for it."""
        outcomes = [[f"{method['id']}: {fault}" for fault in look(api, method)] for api, method in known]
        found = min(outcomes, key=lambda faults_found: sum(not self.is_allowed(fault) for fault in faults_found))
        apis = {api for api, _ in known}
        counts[apis.pop() if len(apis) == 1 else "several APIs"] += 1
        for fault in found:
            self.report(fault)

    def request_faults(self, api, method, url, exchange):
        body = self.facts[api]
        names = set(method["parameters"]) | set(body["parameters"])
        for name, _ in urllib.parse.parse_qsl(url.query, keep_blank_values=True):
            if name not in names:
                yield f"parameter {name}: unknown"
        yield from self.body_faults(api, method["request"], exchange["body"], "request", method["media"])

    def answer_faults(self, api, method, url, exchange):
        if not 200 <= exchange["status"] < 300:
            if exchange["status"] >= 400 and exchange["body"]:
                yield from self.shape_faults({}, ERROR, exchange["body"], "error")
            return
        if dict(urllib.parse.parse_qsl(url.query)).get("alt") == "media":
            return
        yield from self.body_faults(api, method["response"], exchange["body"], "answer", False)

    def body_faults(self, api, name, text, place, may_be_media):
        if not text or may_be_media:
            return
        if name is None:
            if text.strip() not in ("{}", "null"):
                yield f"{place}: there should be none"
            return
        yield from self.shape_faults(self.facts[api]["schemas"], {"$ref": name}, text, place)

    @staticmethod
    def shape_faults(schemas, shape, text, place):
        try:
            value = json.loads(text)
        except ValueError:
            yield f"{place}: not JSON"
            return
        yield from faults(schemas, shape, value, place)

    def is_allowed(self, fault):
        return any(re.search(expression, fault) for expression, _ in deviations.ALLOWED)

    def report(self, fault):
        for expression, _ in deviations.ALLOWED:
            if re.search(expression, fault):
                self.used.add(expression)
                return
        self.findings[fault] += 1

    def missing(self):
        """APIs of which nothing was checked."""
        for name, counts, wanted in [
            ("request", self.requests, deviations.REQUESTED), ("answer", self.answers, deviations.ANSWERED),
        ]:
            for api in wanted:
                if not counts[api]:
                    yield f"{api}: no {name} was checked"


def check(facts, folder):
    checker = Checker(json.loads(pathlib.Path(facts).read_text()))
    for path in sorted(pathlib.Path(folder).glob("*.jsonl")):
        for line in path.read_text().splitlines():
            checker.check(json.loads(line))
    for api in [*APIS, "several APIs"]:
        print(f"{api:26} {checker.requests[api]:6} requests {checker.answers[api]:6} answers")
    problems = [f"{fault} ({count} times)" for fault, count in sorted(checker.findings.items())]
    problems += checker.missing()
    for problem in problems:
        print(f"error: {problem}", file=sys.stderr)
    unused = [expression for expression, _ in deviations.ALLOWED if expression not in checker.used]
    for expression in unused:
        print(f"note: no exchange needs the deviation {expression}")
    total = f"{sum(checker.requests.values())} requests and {sum(checker.answers.values())} answers"
    print(f"{total} were checked: {len(problems)} findings")
    return 1 if problems else 0


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    sys.exit({"fetch": fetch, "check": check}[command](*arguments))

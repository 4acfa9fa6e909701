"""Scans in a bucket that speaks S3: a real server, a real bucket's protocol (moto), and the checker over both.

The control: without the bucket nothing is kept, and the checker does not say that all is well.
"""

import hashlib
import json
import logging
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid

import boto3
from moto.server import ThreadedMotoServer

PASSWORD = "khao-suai-2566"
KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1"}


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def ask(address, method, path, body=None, **headers):
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(address + path, data=body, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read()


def ready(address):
    for _ in range(300):
        try:
            if ask(address, "GET", "/readyz")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    sys.exit("the server is not ready")


def graphql(address, token, document):
    body = json.dumps({"query": document}).encode()
    answer = ask(address, "POST", "/graphql", body, authorization=token, content_type="application/json")[1]
    return json.loads(answer)["data"]


def record(address, token, name):
    district = graphql(address, token, '{ district(code: "2701") { producers(first: 1) { nodes { id } } } }')["district"]
    producer = district["producers"]["nodes"][0]["id"]
    given = f'id: "{uuid.uuid4()}", producerId: "{producer}", month: "2023-02", kind: "PHOTO", reference: "-", keptAt: "-"'
    given += f', seenOn: "2023-02-01", sha256: "{name}"'
    return graphql(address, token, f"mutation {{ recordEvidence(input: {{ {given} }}) {{ scan {{ size }} }} }}")


def pieces(address, token, scan):
    name, size = hashlib.sha256(scan).hexdigest(), len(scan)
    statuses = []
    for start in range(0, size, 262_144):
        end = min(start + 262_144, size)
        part = f"bytes {start}-{end - 1}/{size}"
        statuses.append(ask(address, "PUT", f"/evidence/{name}", scan[start:end], authorization=token, content_range=part)[0])
    return name, statuses


def check(said, holds):
    print(("ok    " if holds else "FAILED"), said)
    return holds


def checks(program, folder, endpoint, settings):
    address = f"http://127.0.0.1:{free_port()}"
    data = os.path.join(folder, "data")
    serving = [program, "demo", "--data-dir", data, "--months", "1", "--producers", "54", "--listen", address.removeprefix("http://")]
    server = subprocess.Popen(serving, env=settings, stdout=subprocess.DEVNULL)
    verifying = [program, "verify", "--data-dir", data, "--scans"]
    verified = lambda: subprocess.run(verifying, env=settings, capture_output=True).returncode
    try:
        ready(address)
        sign_in = json.dumps({"username": "entry.2701", "password": PASSWORD}).encode()
        token = "Bearer " + json.loads(ask(address, "POST", "/auth/login", sign_in, content_type="application/json")[1])["accessToken"]
        scan = b"%PDF-1.4\n" + b"%\n" * 300_000 + b"%%EOF\n"
        name, statuses = pieces(address, token, scan)
        yield check("pieces become the file", statuses == [202, 202, 201])
        yield check("it is attached", record(address, token, name)["recordEvidence"]["scan"]["size"] == len(scan))
        yield check("it is handed out", ask(address, "GET", f"/evidence/{name}", authorization=token) == (200, scan))
        listed = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
        keys = [found["Key"] for found in listed.list_objects_v2(Bucket="otop")["Contents"]]
        yield check("nothing else lies in the bucket", keys == [f"scans/kept/{name[:2]}/{name}"])
        yield check("the checker agrees", verified() == 0)
        listed.delete_object(Bucket="otop", Key=keys[0])
        yield check("control: the checker sees a file that is gone", verified() == 1)
        listed.delete_bucket(Bucket="otop")
        yield check("control: without a bucket nothing is kept", pieces(address, token, scan + b"\n")[1][0] == 503)
    finally:
        server.terminate()
        server.wait()


def main():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=free_port(), verbose=False)
    moto.start()
    endpoint = "http://{}:{}".format(*moto.get_host_and_port())
    client = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
    client.create_bucket(Bucket="otop")
    settings = {"PATH": os.environ["PATH"], **KEYS, "AWS_ENDPOINT": endpoint, "AWS_ALLOW_HTTP": "true"}
    settings |= {"OTOP_FILES": "s3://otop/scans", "OTOP_DEMO_PASSWORD": PASSWORD, "OTOP_LOG": "error"}
    with tempfile.TemporaryDirectory(prefix="otop-bucket-") as folder:
        os.chmod(folder, 0o755)  # PostgreSQL does not run as root: its user has to reach the data.
        held = list(checks(sys.argv[1], folder, endpoint, settings))
    moto.stop()
    sys.exit(0 if held and all(held) else 1)


main()

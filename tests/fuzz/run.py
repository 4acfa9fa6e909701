"""Asks a demonstration everything its schema lets one ask, as every role, by schemathesis: `.ci/fuzz` prepares and runs it.

Prints a line a role, and ends with 1 when an answer was not what the contract promises. The control asks a server that breaks the
contract in every answer: there the same check has to find it.
"""

import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HERE = Path(__file__).resolve().parent
SDL = HERE.parent.parent / "schema" / "schema.graphql"
ROLES = ["entry.2701", "officer.2701", "member1.2701", "province.27", "department", "viewer"]
EXAMPLES = 12
SEED = int(os.environ.get("OTOP_SEED", secrets.randbelow(2**32)))


def free_port():
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return line.getsockname()[1]


def serve(program, password, folder):
    """A demonstration of its own; gives its address when it answers."""
    os.chmod(folder, 0o755)  # PostgreSQL does not run as root: its user has to reach the data
    address = f"127.0.0.1:{free_port()}"
    command = [program, "--data-dir", f"{folder}/data", "demo", "--listen", address]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "OTOP_DEMO_PASSWORD": password})
    while not answers(f"http://{address}/readyz"):
        if server.poll() is not None:
            sys.exit("the server ended")
        time.sleep(0.2)
    return server, f"http://{address}"


def answers(url):
    try:
        return urllib.request.urlopen(url, timeout=1).status == 200
    except OSError:
        return False


def post(url, body, token=None):
    headers = {"content-type": "application/json", **({"authorization": f"Bearer {token}"} if token else {})}
    return json.load(urllib.request.urlopen(urllib.request.Request(url, json.dumps(body).encode(), headers)))


class Asker:
    """Somebody signed in, on a device of his or her own."""

    def __init__(self, server, username, password):
        self.server, self.device = server, str(uuid.uuid4())
        body = {"username": username, "password": password, "deviceId": self.device}
        self.token = post(f"{server}/auth/login", body)["accessToken"]

    def ids(self):
        """Some that are there: this device, and producers where they may be seen."""
        question = '{ district(code: "2701") { producers(first: 3) { nodes { id } } } }'
        district = (post(f"{self.server}/graphql", {"query": question}, self.token).get("data") or {}).get("district") or {}
        return [self.device] + [producer["id"] for producer in (district.get("producers") or {}).get("nodes", [])]


def ask_everything(server, token, ids, examples):
    """Runs schemathesis; gives whether every answer was right, and what it said."""
    command = [str(Path(sys.executable).parent / "st"), "run", str(SDL), "--url", f"{server}/graphql", "--checks", "is_an_answer_of_the_contract"]
    command += ["--header", f"Authorization: Bearer {token}", "--max-examples", str(examples), "--seed", str(SEED), "--phases", "fuzzing"]
    command += ["--continue-on-failure", "--suppress-health-check", "all", "--no-color", "--generation-database", "none"]
    told = {"SCHEMATHESIS_HOOKS": "checks", "PYTHONPATH": str(HERE), "OTOP_SDL": str(SDL), "OTOP_IDS": ",".join(ids)}
    asked = subprocess.run(command, capture_output=True, text=True, cwd=Path(sys.executable).parent.parent, env={**os.environ, **told})
    return asked.returncode == 0, asked.stdout + asked.stderr


def count(said):
    """Test cases that were made, as schemathesis tells it."""
    for line in said.splitlines():
        if "generated" in line:
            return next((int(word.replace(",", "")) for word in line.split() if word.replace(",", "").isdigit()), 0)
    return 0


class Liar(BaseHTTPRequestHandler):
    """Answers everything with a field that nobody asked for."""

    def do_POST(self):
        body = json.dumps({"data": {"nobodyAskedForThis": None}}).encode()
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def control():
    liar = ThreadingHTTPServer(("127.0.0.1", 0), Liar)
    threading.Thread(target=liar.serve_forever, daemon=True).start()
    good, said = ask_everything(f"http://127.0.0.1:{liar.server_port}", "-", ["-"], 1)
    return not good and "does not fit the schema" in said


def main(program):
    print(f"seed {SEED}", flush=True)
    found = not control()
    print("control: " + ("GREEN, the check is blind" if found else "red"), flush=True)
    password, total = secrets.token_urlsafe(12), 0
    with tempfile.TemporaryDirectory(prefix="otop-fuzz-") as folder:
        server, address = serve(program, password, folder)
        for role in ROLES:
            asker = Asker(address, role, password)
            good, said = ask_everything(address, asker.token, asker.ids(), EXAMPLES)
            total += count(said)
            print(f"{role}: {count(said)} cases, " + ("every answer as promised" if good else "WRONG\n" + said), flush=True)
            found |= not good
        server.terminate()
        server.wait()
    print(f"{total} cases")
    return int(found or total < 2000)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

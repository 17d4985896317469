"""Simulations of the APIs of Forgejo, GitLab and GitHub over bare Git repositories.

They answer what the write page asks, with the documented status codes, and commit into real repositories.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

TOKEN = "token-of-the-clerk"
LOGIN = "clerk"
MAIN = "shili/notices"
CLIENT = "noticeboard-write"
Answer = tuple[int, Any]
IDENTITY = {
    **{f"GIT_{who}_NAME": LOGIN for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_EMAIL": "clerk@example.com" for who in ("AUTHOR", "COMMITTER")},
}


class Host:
    """The repositories of a host, its requests, and the failures that it is to simulate.

    `may_push` says whether the clerk may write to the main repository. `fail` maps a number of a request
    that changes something, from 1, to a status; 0 closes the connection after the work is done.
    `refusals` are the answers to the next requests that write files; 0 closes the connection before that.
    `codes` maps what OAuth has granted to the query that asked for it.
    """

    def __init__(self, folder: Path, may_push: bool = True) -> None:
        self.folder, self.may_push = folder, may_push
        self.requests: list[dict[str, Any]] = []
        self.fail: dict[int, int] = {}
        self.refusals: list[int] = []
        self.codes: dict[str, Mapping[str, str]] = {}
        self.changes = 0
        self.token = TOKEN
        path = self.path(MAIN)
        path.parent.mkdir(parents=True)
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(path)], check=True)
        self.commit(MAIN, "main", {"notices/.keep": b""}, "start")

    def path(self, name: str) -> Path:
        """Return the folder of a repository."""
        return self.folder / f"{name}.git"

    def git(self, name: str, *arguments: str, data: bytes = b"", index: str = "") -> str:
        """Run Git in a repository; raise CalledProcessError when it refuses."""
        environment = {**os.environ, **IDENTITY, **({"GIT_INDEX_FILE": index} if index else {})}
        command = ["git", "-C", str(self.path(name)), *arguments]
        run = subprocess.run(command, input=data, capture_output=True, check=True, env=environment)
        return run.stdout.decode().strip()

    def tip(self, name: str, branch: str) -> str:
        """Return the commit of a branch; empty without one."""
        try:
            return self.git(name, "rev-parse", "--verify", "-q", f"refs/heads/{branch}")
        except subprocess.CalledProcessError:
            return ""

    def read(self, name: str, ref: str, path: str) -> tuple[bytes, str] | None:
        """Return content and object id of a file; None without it."""
        try:
            blob = self.git(name, "rev-parse", f"{ref}:{path}")
        except subprocess.CalledProcessError:
            return None
        content = subprocess.run(
            ["git", "-C", str(self.path(name)), "cat-file", "blob", blob],
            capture_output=True, check=True,
        )  # fmt: skip
        return content.stdout, blob

    def commit(
        self, name: str, branch: str, files: Mapping[str, bytes], message: str, start: str = ""
    ) -> None:
        """Commit files on a branch, which begins at `start` if it is new."""
        parent = self.tip(name, branch) or start
        index = str(self.folder / f"index-{threading.get_ident()}")
        self.git(name, "read-tree", *([parent] if parent else ["--empty"]), index=index)
        for path, content in files.items():
            blob = self.git(name, "hash-object", "-w", "--stdin", data=content)
            self.git(
                name, "update-index", "--add", "--cacheinfo", f"100644,{blob},{path}", index=index
            )
        tree = self.git(name, "write-tree", index=index)
        parents = ["-p", parent] if parent else []
        new = self.git(name, "commit-tree", tree, *parents, "-m", message)
        self.git(name, "update-ref", f"refs/heads/{branch}", new)

    def merge(self) -> None:
        """Merge the only request, as the reviewer does."""
        (request,) = self.requests
        self.git(MAIN, "fetch", "-q", str(self.path(request["repo"])), request["branch"])
        self.git(MAIN, "update-ref", "refs/heads/main", "FETCH_HEAD")

    def may_write(self, repo: str) -> bool:
        """Return whether the clerk may write to a repository: always to her own."""
        return self.may_push or repo != MAIN

    def fork(self) -> Answer:
        """Copy the main repository for the clerk."""
        name = f"{LOGIN}/notices"
        if self.path(name).exists():
            return 409, {"message": "exists"}
        self.path(name).parent.mkdir(exist_ok=True)
        command = ["git", "clone", "-q", "--bare", str(self.path(MAIN)), str(self.path(name))]
        subprocess.run(command, check=True)
        return 202, {"full_name": name, "id": 2}

    def request(self, repo: str, branch: str, body: Mapping[str, Any]) -> dict[str, Any] | None:
        """Record a request; None if there is one of this branch."""
        if any((one["repo"], one["branch"]) == (repo, branch) for one in self.requests):
            return None
        text = body.get("body") or body.get("description") or ""
        url = f"https://host.example/{len(self.requests) + 1}"
        one = {"repo": repo, "branch": branch, "title": body["title"], "body": text, "url": url}
        self.requests.append(one)
        return {**one, "html_url": url, "web_url": url}

    def of_branch(self, repo: str, branch: str) -> list[dict[str, Any]]:
        """Return the requests of a branch, as the APIs show them."""
        return [
            {"html_url": one["url"], "web_url": one["url"]}
            for one in self.requests
            if (one["repo"], one["branch"]) == (repo, branch)
        ]

    def head(self, head: str) -> tuple[str, str]:
        """Return repository and branch of `branch` or `login:branch`."""
        owner, colon, branch = head.rpartition(":")
        return (f"{owner}/notices" if colon and owner == LOGIN else MAIN), branch

    def content(self, repo: str, path: str, ref: str) -> Answer:
        """Answer a request for a file."""
        known = self.read(repo, ref, path) if self.path(repo).exists() else None
        if not known:
            return 404, {"message": "not known"}
        text = base64.encodebytes(known[0]).decode()
        return 200, {"content": text, "sha": known[1], "last_commit_id": known[1]}


def _forgejo(host: Host, method: str, path: str, query: Mapping[str, str], body: Any) -> Answer:
    match = re.fullmatch(r"/api/v1/repos/([^/]+/[^/]+)(?:/(.*))?", path)
    if path == "/api/v1/user":
        return 200, {"login": LOGIN}
    if not match or not host.path(match[1]).exists():
        return 404, {}
    repo, rest = match[1], match[2] or ""
    if not rest:
        permissions = {"push": host.may_write(repo)}
        return 200, {"default_branch": "main", "permissions": permissions, "empty": False}
    if method == "GET" and rest.startswith("contents/"):
        return host.content(repo, unquote(rest[9:]), query["ref"])
    if method == "GET" and rest.startswith("pulls/main/"):
        known = host.of_branch(*host.head(unquote(rest[11:])))
        return (200, known[0]) if known else (404, {})
    if rest == "forks":
        return host.fork()
    if rest == "merge-upstream":
        return 404, {}
    if rest == "pulls":
        created = host.request(*host.head(body["head"]), body)
        return (201, created) if created else (409, {})
    if not host.may_write(repo):
        return 403, {"message": "no right"}
    if rest == "branches":
        if host.tip(repo, body["new_branch_name"]):
            return 409, {"message": "exists"}
        tip = host.tip(repo, body["old_branch_name"])
        host.git(repo, "update-ref", f"refs/heads/{body['new_branch_name']}", tip)
        return 201, {}
    return _write_files(host, repo, body["branch"], body["message"], body["files"])


def _write_files(host: Host, repo: str, branch: str, message: str, files: Any) -> Answer:
    """Commit with the object ids that the caller knows; 422 when they are not those of the branch."""
    for file in files:
        old = host.read(repo, branch, file["path"])
        if (old[1] if old else None) != file.get("sha"):
            return 422, {"message": "sha"}
    contents = {file["path"]: base64.b64decode(file["content"]) for file in files}
    host.commit(repo, branch, contents, message)
    return 201, {}


def _github(host: Host, method: str, path: str, query: Mapping[str, str], body: Any) -> Answer:
    path = path.removeprefix("/api/v3")
    match = re.fullmatch(r"/repos/([^/]+/[^/]+)(?:/(.*))?", path)
    if path == "/user":
        return 200, {"login": LOGIN}
    if not match or not host.path(match[1]).exists():
        return 404, {}
    repo, rest = match[1], match[2] or ""
    if not rest:
        return 200, {"default_branch": "main", "permissions": {"push": host.may_write(repo)}}
    if rest == "forks":
        status, created = host.fork()
        return 202, created if status == 202 else {"full_name": f"{LOGIN}/notices"}
    if rest.startswith("git/ref/heads/"):
        return 200, {"object": {"sha": host.tip(repo, rest[14:])}}
    if method == "GET" and rest.startswith("contents/"):
        return host.content(repo, unquote(rest[9:]), query["ref"])
    if method == "GET" and rest == "pulls":
        owner, _, branch = query["head"].partition(":")
        return 200, host.of_branch(MAIN if owner == "shili" else f"{owner}/notices", branch)
    if rest == "pulls":
        created = host.request(*host.head(body["head"]), body)
        return (201, created) if created else (422, {"message": "A pull request already exists"})
    if not host.may_write(repo):
        return 403, {}
    if rest == "git/refs":
        branch = body["ref"].removeprefix("refs/heads/")
        if host.tip(repo, branch):
            return 422, {"message": "Reference already exists"}
        host.git(repo, "update-ref", body["ref"], body["sha"])
        return 201, {}
    file = {"path": unquote(rest.removeprefix("contents/")), **body}
    status, answer = _write_files(host, repo, body["branch"], body["message"], [file])
    return (409 if status == 422 else status), answer


def _gitlab(host: Host, method: str, path: str, query: Mapping[str, str], body: Any) -> Answer:
    if path == "/api/v4/user":
        return 200, {"username": LOGIN}
    names = {"1": MAIN, "2": f"{LOGIN}/notices"}
    match = re.fullmatch(r"/api/v4/projects/([^/]+)(?:/(.*))?", path)
    repo = names.get(unquote(match[1]), unquote(match[1])) if match else ""
    if not match or not host.path(repo).exists():
        return 404, {}
    rest = match[2] or ""
    if not rest:
        level = 30 if host.may_write(repo) else 20
        number = 1 if repo == MAIN else 2
        access = {"project_access": {"access_level": level}, "group_access": None}
        return 200, {"id": number, "default_branch": "main", "permissions": access}
    if rest == "fork":
        status, created = host.fork()
        return (201 if status == 202 else status), created
    if rest.startswith("repository/branches/"):
        return (200, {}) if host.tip(repo, unquote(rest[20:])) else (404, {})
    if rest.startswith("repository/files/"):
        return host.content(repo, unquote(rest[17:]), query["ref"])
    if method == "GET":
        repos = [MAIN, f"{LOGIN}/notices"]
        return 200, [one for r in repos for one in host.of_branch(r, query["source_branch"])]
    if rest == "merge_requests":
        created = host.request(repo, body["source_branch"], body)
        return (201, created) if created else (409, {"message": ["exists"]})
    if not host.may_write(repo):
        return 403, {}
    start = host.tip(MAIN, body["start_branch"]) if "start_branch" in body else ""
    if start and host.tip(repo, body["branch"]):
        return 400, {"message": "A branch called so already exists"}
    for action in body["actions"]:
        old = host.read(repo, start or body["branch"], action["file_path"])
        if bool(old) != (action["action"] == "update"):
            return 400, {"message": "A file with this name already exists"}
    files = {a["file_path"]: base64.b64decode(a["content"]) for a in body["actions"]}
    host.commit(repo, body["branch"], files, body["commit_message"], start)
    return 201, {}


def authorize(host: Host, query: Mapping[str, str]) -> str:
    """Return the address that an authorised editor is sent back to (RFC 6749, 4.1.2)."""
    asked = {name: query[name] for name in ("client_id", "response_type", "code_challenge_method")}
    assert asked == {
        "client_id": CLIENT, "response_type": "code", "code_challenge_method": "S256"
    }  # fmt: skip
    assert "repo" in query["scope"] or query["scope"] == "api"
    code = f"code-{len(host.codes) + 1}"
    host.codes[code] = query
    return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"


def token_answer(host: Host, form: Mapping[str, str]) -> Answer:
    """Answer a request for a token, which needs the verifier of the code's challenge (RFC 7636, 4.6)."""
    asked = host.codes.pop(form["code"], {})
    digest = hashlib.sha256(form["code_verifier"].encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    same = ("client_id", "redirect_uri")
    if asked.get("code_challenge") != challenge or any(form[n] != asked[n] for n in same):
        return 400, {"error": "invalid_grant"}
    return 200, {"access_token": host.token, "token_type": "bearer"}


SIGN_IN = {
    "forgejo": ("/login/oauth/authorize", "/login/oauth/access_token"),
    "gitlab": ("/oauth/authorize", "/oauth/token"),
    "github": ("", ""),
}
APIS: dict[str, Callable[..., Answer]] = {
    "forgejo": _forgejo,
    "gitlab": _gitlab,
    "github": _github,
}
WRITES = re.compile("/contents|/repository/commits")


@contextmanager
def serve_host(kind: str, host: Host) -> Iterator[str]:
    """Serve a host's API with CORS at 127.0.0.1, and yield its address."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: object) -> None:
            pass

        def answer(self, status: int, body: Any, location: str = "") -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Access-Control-Allow-Headers", "*, Authorization")
            self.send_header("Access-Control-Allow-Methods", "GET, POST, PUT")
            if status == 429:
                self.send_header("Retry-After", "120")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_OPTIONS(self) -> None:
            self.answer(200, {})

        def do_GET(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            parts = urlsplit(self.path)
            query = {key: value[0] for key, value in parse_qs(parts.query).items()}
            if parts.path == SIGN_IN[kind][0]:
                self.answer(302, {}, authorize(host, query))
                return
            if parts.path == SIGN_IN[kind][1]:
                form = {key: value[0] for key, value in parse_qs(raw.decode()).items()}
                self.answer(*token_answer(host, form))
                return
            if self.headers.get("Authorization") != f"Bearer {host.token}":
                self.answer(401, {})
                return
            if self.command != "GET" and host.refusals and WRITES.search(parts.path):
                self.refuse(host.refusals.pop(0))
                return
            with lock:
                host.changes += self.command != "GET"
                failure = host.fail.pop(host.changes, None) if self.command != "GET" else None
                if failure:
                    self.answer(failure, {})
                    return
                body = json.loads(raw) if raw else None
                answer = APIS[kind](host, self.command, parts.path, query, body)
            if failure == 0:
                self.refuse(0)
                return
            self.answer(*answer)

        def refuse(self, status: int) -> None:
            if status:
                self.answer(status, {})
                return
            self.close_connection = True
            self.connection.close()

        do_POST = do_PUT = do_GET

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

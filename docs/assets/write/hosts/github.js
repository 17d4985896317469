// GitHub: https://docs.github.com/rest

import { base64, branchOf, encodePath, HostError, isSame, Requests } from "./requests.js";

/** @implements {Host} @typedef {import("./host.js").Host} Host */
export class GitHub {
  /** @param {import("./host.js").HostSettings} settings @param {string} token */
  constructor(settings, token) {
    this.repo = settings.repo;
    const isPublic = new URL(settings.url).hostname === "github.com";
    const base = isPublic ? settings.api : `${settings.api}/api/v3`;
    const headers = { Authorization: `Bearer ${token}`, "X-GitHub-Api-Version": "2022-11-28" };
    this.requests = new Requests(base, headers);
  }

  /** @param {import("./host.js").Change} change @param {(text: string) => void} report */
  async submit(change, report) {
    report("正在登录…");
    const { login } = await this.requests.send("GET", "/user");
    const target = await this.requests.send("GET", `/repos/${this.repo}`);
    const isOwn = target.permissions && target.permissions.push;
    const repo = isOwn ? this.repo : await this.fork(login, report);
    const branch = await branchOf(change);
    report("正在送出文件…");
    const base = target.default_branch;
    const tip = await this.requests.send("GET", `/repos/${this.repo}/git/ref/heads/${base}`);
    const reference = { ref: `refs/heads/${branch}`, sha: tip.object.sha };
    await this.requests.ensure([422], "POST", `/repos/${repo}/git/refs`, reference);
    for (const file of change.files) await this.write(repo, branch, change, file);
    report("正在提出请求…");
    const head = isOwn ? branch : `${login}:${branch}`;
    const request = { title: change.title, head, base, body: change.body };
    const made = await this.requests.ensure([422], "POST", `/repos/${this.repo}/pulls`, request);
    if (made) return made.html_url;
    const owner = repo.split("/")[0];
    const query = new URLSearchParams({ head: `${owner}:${branch}`, state: "open" });
    const [found] = await this.requests.send("GET", `/repos/${this.repo}/pulls?${query}`);
    if (!found) throw new HostError(422, head);
    return found.html_url;
  }

  /** @param {string} login @param {(text: string) => void} report */
  async fork(login, report) {
    report("正在复制仓库…");
    const made = await this.requests.send("POST", `/repos/${this.repo}/forks`, {});
    const name = made.full_name || `${login}/${this.repo.split("/")[1]}`;
    await this.requests.wait(`/repos/${name}`, () => true);
    return name;
  }

  /**
   * @param {string} repo
   * @param {string} branch
   * @param {import("./host.js").Change} change
   * @param {{path: string, content: Uint8Array}} file
   */
  async write(repo, branch, change, { path, content }) {
    const address = `/repos/${repo}/contents/${encodePath(path)}`;
    const old = await this.requests.find(`${address}?ref=${encodeURIComponent(branch)}`);
    if (old && isSame(old.content, content)) return;
    if (old && change.isNew) throw new HostError(409, path);
    const body = { message: change.title, content: base64(content), branch };
    await this.requests.send("PUT", address, old ? { ...body, sha: old.sha } : body);
  }
}

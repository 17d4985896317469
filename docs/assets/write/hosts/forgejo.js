// Forgejo and Gitea: https://codeberg.org/api/swagger

import { base64, branchOf, encodePath, HostError, isSame, Requests } from "./requests.js";

const EXISTS = [409, 422];

/** @implements {Host} @typedef {import("./host.js").Host} Host */
export class Forgejo {
  /** @param {import("./host.js").HostSettings} settings @param {string} token */
  constructor(settings, token) {
    this.repo = settings.repo;
    this.requests = new Requests(`${settings.url}/api/v1`, { Authorization: `Bearer ${token}` });
  }

  /** @param {import("./host.js").Change} change @param {(text: string) => void} report */
  async submit(change, report) {
    report("正在登录…");
    const { login } = await this.requests.send("GET", "/user");
    const target = await this.requests.send("GET", `/repos/${this.repo}`);
    const repo = target.permissions.push ? this.repo : await this.fork(login, report);
    const branch = await branchOf(change);
    report("正在送出文件…");
    const start = target.default_branch;
    await this.requests.ensure(EXISTS, "POST", `/repos/${repo}/branches`, {
      new_branch_name: branch,
      old_branch_name: start,
    });
    await this.write(repo, branch, change);
    report("正在提出请求…");
    const head = repo === this.repo ? branch : `${login}:${branch}`;
    const request = { base: start, head, title: change.title, body: change.body };
    const made = await this.requests.ensure([409], "POST", `/repos/${this.repo}/pulls`, request);
    const found =
      made ||
      (await this.requests.send(
        "GET",
        `/repos/${this.repo}/pulls/${start}/${encodeURIComponent(head)}`,
      ));
    return found.html_url;
  }

  /** @param {string} login @param {(text: string) => void} report */
  async fork(login, report) {
    report("正在复制仓库…");
    const name = `${login}/${this.repo.split("/")[1]}`;
    await this.requests.ensure(EXISTS, "POST", `/repos/${this.repo}/forks`, {});
    const { default_branch: branch } = await this.requests.wait(
      `/repos/${name}`,
      (found) => !found.empty,
    );
    // A fork of last month gets what has been published since.
    await this.requests.ensure([404, 405, 409, 422], "POST", `/repos/${name}/merge-upstream`, {
      branch,
    });
    return name;
  }

  /** @param {string} repo @param {string} branch @param {import("./host.js").Change} change */
  async write(repo, branch, change) {
    const files = [];
    for (const { path, content } of change.files) {
      const old = await this.requests.find(
        `/repos/${repo}/contents/${encodePath(path)}?ref=${encodeURIComponent(branch)}`,
      );
      if (old && isSame(old.content, content)) continue;
      if (old && change.isNew) throw new HostError(409, path);
      const operation = old ? "update" : "create";
      files.push({ operation, path, content: base64(content), ...(old ? { sha: old.sha } : {}) });
    }
    if (files.length) {
      await this.requests.send("POST", `/repos/${repo}/contents`, {
        branch,
        files,
        message: change.title,
      });
    }
  }
}

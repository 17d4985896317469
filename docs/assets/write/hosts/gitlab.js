// GitLab: https://docs.gitlab.com/api/

import { base64, branchOf, HostError, isSame, Requests } from "./requests.js";

const DEVELOPER = 30;

/** @implements {Host} @typedef {import("./host.js").Host} Host */
export class GitLab {
  /** @param {import("./host.js").HostSettings} settings @param {string} token */
  constructor(settings, token) {
    this.repo = settings.repo;
    this.requests = new Requests(`${settings.url}/api/v4`, { Authorization: `Bearer ${token}` });
  }

  /** @param {import("./host.js").Change} change @param {(text: string) => void} report */
  async submit(change, report) {
    report("正在登录…");
    const { username } = await this.requests.send("GET", "/user");
    const target = await this.requests.send("GET", `/projects/${encodeURIComponent(this.repo)}`);
    const project = mayWrite(target) ? target : await this.fork(target, username, report);
    const branch = await branchOf(change);
    report("正在送出文件…");
    await this.write(project, target, branch, change);
    report("正在提出请求…");
    const request = {
      source_branch: branch,
      target_branch: target.default_branch,
      target_project_id: target.id,
      title: change.title,
      description: change.body,
    };
    const made = await this.requests.ensure(
      [409],
      "POST",
      `/projects/${project.id}/merge_requests`,
      request,
    );
    if (made) return made.web_url;
    const query = new URLSearchParams({ source_branch: branch, state: "opened" });
    const [found] = await this.requests.send(
      "GET",
      `/projects/${target.id}/merge_requests?${query}`,
    );
    if (!found) throw new HostError(409, branch);
    return found.web_url;
  }

  /** @param {any} target @param {string} username @param {(text: string) => void} report */
  async fork(target, username, report) {
    report("正在复制仓库…");
    await this.requests.ensure([409], "POST", `/projects/${target.id}/fork`, {});
    const name = encodeURIComponent(`${username}/${this.repo.split("/").pop()}`);
    const isReady = (/** @type {any} */ found) =>
      !["scheduled", "started"].includes(found.import_status);
    return this.requests.wait(`/projects/${name}`, isReady);
  }

  /**
   * @param {any} project
   * @param {any} target
   * @param {string} branch
   * @param {import("./host.js").Change} change
   */
  async write(project, target, branch, change) {
    const exists = await this.requests.find(
      `/projects/${project.id}/repository/branches/${branch}`,
    );
    const [from, ref] = exists ? [project, branch] : [target, target.default_branch];
    const actions = [];
    for (const { path, content } of change.files) {
      const address = `/projects/${from.id}/repository/files/${encodeURIComponent(path)}?ref=${ref}`;
      const old = await this.requests.find(address);
      if (old && isSame(old.content, content)) continue;
      if (old && change.isNew) throw new HostError(409, path);
      const action = old ? "update" : "create";
      const last = old ? { last_commit_id: old.last_commit_id } : {};
      actions.push({
        action,
        file_path: path,
        content: base64(content),
        encoding: "base64",
        ...last,
      });
    }
    if (!actions.length) return;
    const start = exists ? {} : { start_branch: target.default_branch, start_project: target.id };
    const commit = { branch, commit_message: change.title, actions, ...start };
    await this.requests.send("POST", `/projects/${project.id}/repository/commits`, commit);
  }
}

/** @param {any} project */
function mayWrite(project) {
  const { project_access: own, group_access: group } = project.permissions || {};
  return [own, group].some((access) => access && access.access_level >= DEVELOPER);
}

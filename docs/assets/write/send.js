// The last step: what is sent, to whom, and what became of it.

import { element, fill } from "../search/dom.js";
import { hostOf } from "./hosts/host.js";
import { signIn, signInReturned } from "./oauth.js";
import { zip } from "./zip.js";

/** @typedef {{id: string, source: string, published: string, valid: boolean, taken: boolean, files: Map<string, string>,
 *    kept: Set<string>, keep: () => Promise<boolean>}} Written */

/** @param {string} base64 */
export function bytesOf(base64) {
  const text = atob(base64);
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** @param {string} id */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(`write-${id}`));

export class Sending {
  /**
   * @param {HTMLElement} root
   * @param {HTMLElement} checks
   * @param {any} settings
   * @param {Written} written
   */
  constructor(root, checks, settings, written) {
    this.root = root;
    this.editor = settings.editor;
    this.template = settings.template || "";
    this.contact = settings.contact || [];
    this.name = settings.name || "";
    this.written = written;
    this.token = "";
    this.busy = false;
    this.ready = false;
    this.checkedSource = "";
    // The check itself demands a correction, so that nobody has to affirm it.
    const questions = this.template
      .split("\n")
      .filter(
        (/** @type {string} */ line) => line.startsWith("- [ ]") && !line.includes("corrections"),
      );
    /** @type {HTMLInputElement[]} */
    this.boxes = [];
    fill(
      checks,
      questions.map((/** @type {string} */ line, /** @type {number} */ index) => {
        const box = /** @type {HTMLInputElement} */ (
          element("input", {
            type: "checkbox",
            id: `write-check-${index}`,
            onchange: () => {
              this.checkedSource = this.written.source;
              this.update();
            },
          })
        );
        this.boxes.push(box);
        return element(
          "label",
          { class: "nbw-check" },
          box,
          element("span", {}, line.slice(6).replace(/`/g, "")),
        );
      }),
    );
    this.build();
  }

  build() {
    const isOnlyWay = this.editor.host === "none";
    part("step-4-name").textContent = isOnlyWay ? "发给审核的人" : "送去审核";
    const download = element("button", {
      type: "button",
      id: "write-download",
      onclick: () => this.download(),
    });
    const nodes = isOnlyWay ? this.withoutHost() : this.withHost();
    fill(this.root, [
      element("p", { id: "write-why", class: "nbw-summary" }),
      ...nodes,
      element("p", {}, download),
    ]);
    this.update();
  }

  /** @returns {string} whom a file is sent to */
  get receiver() {
    const at = this.contact.length ? `：${this.contact.join("、")}` : "";
    return `网站“${this.name}”的管理人${at}`;
  }

  withoutHost() {
    const { url, repo } = this.editor;
    const nodes = [element("p", {}, `做好以后下载一个 .zip 文件，发给${this.receiver}。`)];
    if (url && repo) {
      nodes.push(
        element(
          "p",
          {},
          element(
            "button",
            { type: "button", class: "nb-action", onclick: () => this.newFile() },
            "复制全文，打开代码托管网站的“新建文件”",
          ),
        ),
      );
    }
    return nodes;
  }

  withHost() {
    const token = element("input", {
      id: "write-token",
      type: "password",
      autocomplete: "off",
      onchange: (/** @type {any} */ event) => {
        this.token = event.target.value.trim();
        this.update();
      },
    });
    const help =
      "在代码托管网站的“设置—应用”里生成，只给这个仓库的读写权限。只在这一页里用，不保存。";
    const byToken = [
      element("label", { for: "write-token" }, "登录用的令牌"),
      element("p", { class: "nb-note" }, help),
      token,
    ];
    const login = this.editor.client_id
      ? [
          element(
            "p",
            {},
            element(
              "button",
              {
                type: "button",
                class: "nb-button",
                id: "write-login",
                onclick: () => this.login(),
              },
              "登录代码托管网站",
            ),
          ),
          element("details", {}, element("summary", {}, "不能登录？用令牌"), ...byToken),
        ]
      : byToken;
    const send = element(
      "button",
      { type: "button", class: "nb-button", id: "write-submit", onclick: () => this.submit() },
      "送去审核",
    );
    return [element("div", { id: "write-signin" }, ...login), element("p", {}, send)];
  }

  /** @returns {string[]} what is still missing, but for signing in */
  missing() {
    const { valid, taken, published, source } = this.written;
    return [
      taken ? "换一个文件名" : "",
      valid ? "" : "先改好上面的错误",
      published && published === source ? "还没有改动" : "",
      this.boxes.some((box) => !box.checked) ? "逐项核对，打上勾" : "",
    ].filter(Boolean);
  }

  /** Say what is still missing; what was affirmed about another text is asked again. */
  update() {
    const send = /** @type {HTMLButtonElement|null} */ (document.getElementById("write-submit"));
    const why = document.getElementById("write-why");
    if (!why) return;
    if (this.checkedSource !== this.written.source)
      for (const box of this.boxes) box.checked = false;
    const missing = this.missing();
    this.ready = !missing.length;
    this.updateDownload(!send);
    const reasons = send && !this.token ? [...missing, "登录"] : missing;
    const ready = send ? "可以送出了。" : "可以下载、发出了。";
    why.textContent = reasons.length ? `还差：${reasons.join("；")}。` : ready;
    if (send) send.disabled = this.busy || reasons.length > 0;
    const signin = document.getElementById("write-signin");
    if (signin) signin.hidden = Boolean(this.token) && this.editor.client_id;
  }

  /** @param {boolean} isOnlyWay */
  updateDownload(isOnlyWay) {
    const download = part("download");
    download.textContent = this.ready ? "下载 .zip" : "先存一份（还没有完成）";
    download.className = this.ready && isOnlyWay ? "nb-button" : "nb-action";
  }

  /** @returns {{path: string, content: Uint8Array}[]} */
  files() {
    const { id, source, files, kept } = this.written;
    const attached = [...files].filter(([name]) => !kept.has(name));
    return [
      { path: `notices/${id}.md`, content: new TextEncoder().encode(source) },
      ...attached.map(([name, content]) => ({
        path: `notices/${id}/${name}`,
        content: bytesOf(content),
      })),
    ];
  }

  download() {
    const address = URL.createObjectURL(zip(this.files()));
    const name = `${this.ready ? "" : "未完成-"}${this.written.id.replace("/", "-")}.zip`;
    element("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    part("sent").textContent = this.ready
      ? `“${name}”已经下载，在浏览器的“下载”里。下一步：把它连同原来的 Word 文件发给${this.receiver}。`
      : `“${name}”已经存下，在浏览器的“下载”里。通报还没有完成，先不要发出。`;
  }

  async newFile() {
    const { url, repo } = this.editor;
    try {
      await navigator.clipboard.writeText(this.written.source);
      part("sent").textContent = "全文已经复制；在新打开的网页里粘贴，附件另外上传。";
    } catch {
      part("sent").textContent =
        "浏览器不让复制；请在第 3 步的全文里全选、复制，再粘贴到新打开的网页里。";
    }
    const path = encodeURIComponent(`notices/${this.written.id}.md`);
    const folder = new URL(url).hostname === "github.com" ? "new" : "_new";
    window.open(`${url}/${repo}/${folder}/main?filename=${path}`, "_blank", "noopener");
  }

  async login() {
    if (await this.written.keep()) await signIn(this.editor);
    else part("sent").textContent = "这个浏览器不存草稿，离开这一页会丢。请用令牌，或者下载 .zip。";
  }

  /** Finish signing in, after the host has sent the editor back. */
  async returned() {
    try {
      this.token = await signInReturned(this.editor);
    } catch (error) {
      part("sent").textContent =
        `没有登录成功：${/** @type {Error} */ (error).message}。您写的都还在，请再登录一次。`;
    }
    this.update();
    this.root.scrollIntoView({ block: "center" });
  }

  async submit() {
    if (this.busy) return;
    this.busy = true;
    this.update();
    await this.written.keep();
    const sent = part("sent");
    sent.textContent = "正在送出…";
    try {
      const host = await hostOf(this.editor, this.token);
      const title = /^title:\s*(.*?)(?:\s+#.*)?$/m.exec(this.written.source);
      const name = `${this.written.published ? "更正" : "新通报"}：${title ? title[1] : this.written.id}`;
      const body = this.template.replace(/^- \[ \]/gm, "- [x]").replace(/<!--[\s\S]*?-->\s*/g, "");
      const change = {
        id: this.written.id,
        title: name,
        body,
        files: this.files(),
        isNew: !this.written.published,
      };
      const address = await host.submit(change, (/** @type {string} */ text) => {
        sent.textContent = text;
      });
      fill(sent, [
        document.createTextNode("送出了，等审核人合并。"),
        element(
          "a",
          { id: "write-request", href: address, target: "_blank", rel: "noopener" },
          "看这个请求",
        ),
      ]);
    } catch (error) {
      const failure = /** @type {any} */ (error);
      if (failure.status === 401) this.token = "";
      sent.textContent = `${failure.sentence || "没有送出去：网络断了，或代码托管网站没有回答。"}您写的都还在，可以再点“送去审核”。`;
    }
    this.busy = false;
    this.update();
  }
}

// The write page: from a document to a notice that is sent for review.

import { element, fill } from "../search/dom.js";
import * as drafts from "./drafts.js";
import { Form } from "./form.js";
import { returnedQuery } from "./oauth.js";
import { lineOf, scrollTo, showHtml } from "./preview.js";
import { showProblems } from "./problems.js";
import { EditorError, Program, unsupported } from "./program.js";
import { bytesOf, Sending } from "./send.js";

/** @param {string} id @returns {any} */
const part = (id) => document.getElementById(`write-${id}`);

const CHECK_AFTER = 300;
const STEPS = [
  "",
  "正在取程序（第一次约 8 MB），大约要半分钟，请不要关这一页…",
  "正在启动，请稍等…",
  "正在装入检查规则，快好了…",
];
const MAX_BYTES = 20_000_000;
/** Endings that the importer refuses, before anything is loaded, and what to do instead. */
const REFUSED = new Map([
  [
    /\.(xlsx?|et|csv)$/i,
    "这是电子表格。通报的正文请复制到 Word 里，存成 .docx 再放进来；表格可以当附件。",
  ],
  [
    /\.(docm?|wps|wpt|dotx?)$/i,
    "这是老格式，或带宏的文件。请在 Word 或 WPS 里打开，“另存为”.docx，再放进来。",
  ],
  [
    /\.(pptx?|jpe?g|png|gif|bmp|zip|rar|7z)$/i,
    "这不是通报的文字。请放 .docx、有文字的 .pdf 或 .txt。",
  ],
]);
const app = part("app");
const query = new URLSearchParams(returnedQuery() || location.search);
const noticeId = query.get("notice") || "";
const key = noticeId || "new";
const SITE = new URL("../../", location.href.split(/[?#]/)[0]).href;

class Page {
  constructor() {
    this.id = noticeId;
    this.published = "";
    this.valid = false;
    this.taken = false;
    /** @type {import("./form.js").Found[]} */
    this.found = [];
    /** @type {Map<string, string>} names and contents in base64 */
    this.files = new Map();
    /** @type {Set<string>} files that the published notice has */
    this.kept = new Set();
    /** @type {Program|undefined} */
    this.program = undefined;
    /** @type {Form|undefined} */
    this.form = undefined;
    /** @type {Promise<void>|undefined} */
    this.opening = undefined;
    this.timer = 0;
    this.version = 0;
    this.work = Promise.resolve();
    /** @type {any} */
    this.settings = {};
  }

  get source() {
    return part("source").value;
  }

  /** Start Python, once. */
  open() {
    this.opening = this.opening || this.start();
    return this.opening;
  }

  async start() {
    const reason = unsupported();
    if (reason) throw new EditorError(reason);
    const progress = part("progress");
    progress.hidden = false;
    this.program = new Program(app.dataset.program, (step) => {
      progress.value = step;
      part("loading").textContent = STEPS[step];
    });
    const response = await fetch("board.json");
    this.settings = await response.json();
    const values = { settings: this.settings, published: this.published, id: this.id };
    const opened = await this.program.ask("open", values);
    progress.hidden = true;
    part("loading").textContent = "";
    this.form = new Form(
      part("form"),
      opened.form,
      opened.units,
      opened.today,
      (path, value) => this.set(path, value),
      (problem) => this.confirm(problem),
    );
    this.sending = new Sending(part("send"), part("checks"), this.settings, this);
  }

  /** @param {() => Promise<void>} work runs after all that was asked for before */
  queue(work) {
    this.work = this.work.then(work).catch((error) => this.fail(error));
    return this.work;
  }

  /** @param {unknown} error */
  fail(error) {
    const memory =
      "程序没有运行起来：可能是网络断了，或这台设备的内存不够。您写的都还在；请刷新这一页再试，或换一台电脑。";
    part("failure").textContent = error instanceof EditorError ? error.message : memory;
    part("failure").hidden = false;
    part("failure").dataset.cause = String(error);
    part("loading").textContent = "";
    part("progress").hidden = true;
    part("failure").scrollIntoView({ block: "center" });
    if (!this.form) this.opening = undefined;
  }

  /** @param {string} name @param {ArrayBuffer} data */
  import(name, data) {
    return this.queue(async () => {
      refuse(name, data.byteLength);
      const before = this.source ? this.draft : await drafts.load(key);
      part("failure").hidden = true;
      part("loading").textContent = "正在打开…";
      part("progress").scrollIntoView({ block: "center" });
      await this.open();
      part("loading").textContent = `正在读“${name}”…`;
      const draft = await this.ask("import", { name }, data);
      part("loading").textContent = "";
      if (before) {
        await drafts.save({ ...before, key: drafts.earlier(key) });
        this.offer("已经换成新的文件。原来写的还在：", before);
      }
      this.id = draft.id;
      this.found = draft.found;
      this.setFiles(await this.ask("files", {}));
      await this.show(draft.source);
      this.begin();
    });
  }

  /** Go to the second step. */
  begin() {
    part("part-form").scrollIntoView({ block: "start" });
    part("step-2").tabIndex = -1;
    part("step-2").focus({ preventScroll: true });
  }

  /**
   * @param {string} action
   * @param {Record<string, unknown>} values
   * @param {ArrayBuffer} [data]
   */
  ask(action, values, data) {
    if (!this.program) throw new Error("not started");
    return this.program.ask(action, { id: this.id, ...values }, data);
  }

  /** @param {string} source */
  async show(source) {
    for (const name of ["form", "text", "send"]) part(`part-${name}`).hidden = false;
    part("bar").hidden = false;
    part("source").value = source;
    part("id").value = this.id;
    part("id").disabled = Boolean(this.published);
    if (this.form) this.form.setFound(this.found);
    this.showFound();
    this.showFiles();
    await this.check();
    await this.showTaken();
  }

  showFound() {
    const count = (/** @type {string} */ status) =>
      this.found.filter((one) => one.status === status).length;
    part("found").textContent = this.found.length
      ? `从文件里找到 ${count("certain")} 项，${count("unsure")} 项请核对，${count("missing")} 项没有找到。`
      : "";
  }

  /** Say whether another notice has this name already. */
  async showTaken() {
    const isNew = !this.published && this.id;
    const answer = isNew
      ? await fetch(`${SITE}notices/${this.id}/notice.md`).catch(() => null)
      : null;
    this.taken = Boolean(answer && answer.ok);
    part("taken").textContent = this.taken
      ? "网站上已经有一篇通报用了这个文件名。同一篇要改的，请从那篇通报的页面点“修改本通报”；不是同一篇的，换一个名称。"
      : "";
    if (this.sending) this.sending.update();
  }

  async check() {
    this.version += 1;
    const { version, source } = this;
    part("problems").setAttribute("aria-busy", "true");
    await this.keep();
    /** @type {import("./program.js").Checked} */
    const checked = await this.ask("check", { source });
    if (version !== this.version || !this.form) return;
    this.valid = checked.valid;
    this.form.show(checked.values);
    const { form } = this;
    const problems = checked.problems.map((one) => ({ ...one, help: form.named(one.help) }));
    form.mark(problems);
    showProblems(
      part("problems"),
      problems,
      (problem) => this.go(problem),
      (problem) => this.confirm(problem),
    );
    this.showBar(problems);
    if (this.sending) this.sending.update();
    await this.preview(source);
  }

  /** @param {import("./program.js").Problem[]} problems */
  showBar(problems) {
    const errors = problems.filter(({ severity }) => severity === "error");
    const [first] = [...errors, ...problems];
    const count = errors.length ? `${errors.length} 处要改` : `${problems.length} 处提醒`;
    const text = first ? count : "检查通过";
    const go = () => this.go(first);
    const button = () =>
      element("button", { type: "button", class: "nb-action", onclick: go }, "去看第一处");
    fill(part("bar"), [element("span", {}, text), ...(first ? [button()] : [])]);
  }

  /** @param {string} source */
  async preview(source) {
    const { html, difference } = await this.ask("preview", { source });
    const go = (/** @type {Element} */ block) => {
      const line = lineOf(this.source, block);
      if (line) this.select(line);
    };
    if (html) showHtml(part("preview"), html, go);
    else if (!part("preview").srcdoc)
      showHtml(part("preview"), "<p>改好上面的错误以后，这里显示公布以后的样子。</p>");
    part("part-difference").hidden = !difference;
    if (difference) showHtml(part("difference"), difference);
  }

  /** @param {import("./form.js").Path} path @param {any} value */
  set(path, value) {
    this.queue(async () => {
      await this.change("set", { path, value });
      await this.settle(path, "changed");
    });
  }

  /** @param {import("./program.js").Problem} problem */
  confirm({ line, field }) {
    this.queue(async () => {
      await this.change("confirm", { line });
      await this.settle(field, "confirmed");
    });
  }

  /** @param {import("./form.js").Path} path @param {"changed"|"confirmed"} status */
  async settle(path, status) {
    if (this.form) this.form.settle(path, status);
    this.showFound();
    await this.check();
  }

  /** @param {import("./program.js").Problem} problem */
  go(problem) {
    const control =
      this.form && problem.field.length ? this.form.control(problem.field) : undefined;
    if (control) {
      const details = control.closest("details");
      if (details) details.open = true;
      control.scrollIntoView({ block: "center" });
      control.focus({ preventScroll: true });
      return;
    }
    scrollTo(part("preview"), this.select(problem.line));
  }

  /** @param {number} number of a line, from 1 @returns {string} the line, now selected */
  select(number) {
    const lines = this.source.split("\n");
    const line = lines[number - 1] || "";
    const start = lines.slice(0, number - 1).join("\n").length + (number > 1 ? 1 : 0);
    const area = part("source");
    area.focus();
    area.setSelectionRange(start, start + line.length);
    area.scrollTop = (area.scrollHeight / lines.length) * (number - 3);
    return line;
  }

  /** @param {{files: Record<string, string>}} answer */
  setFiles({ files }) {
    this.files = new Map(Object.entries(files));
  }

  /**
   * Replace the text by what an action makes of it; what is typed meanwhile is kept.
   *
   * @param {string} action
   * @param {Record<string, unknown>} values
   * @param {ArrayBuffer} [data]
   * @returns {Promise<any>} the answer
   */
  async change(action, values, data) {
    const { source } = this;
    const answer = await this.ask(action, { source, ...values }, data);
    if (source !== this.source) return this.change(action, values, data);
    part("source").value = answer.source;
    return answer;
  }

  showFiles() {
    fill(
      part("files"),
      [...this.files].map(([name, content]) => {
        const size = Math.ceil((content.length * 3) / 4096);
        const remove = element(
          "button",
          {
            type: "button",
            class: "nb-action",
            "aria-label": `删去附件 ${name}`,
            onclick: () => this.detach(name),
          },
          "删去",
        );
        return element("li", {}, `${name}（${size} KB） `, remove);
      }),
    );
  }

  /** @param {string} name @param {ArrayBuffer} data */
  attach(name, data) {
    return this.queue(async () => {
      part("failure").hidden = true;
      this.setFiles(await this.change("attach", { name }, data));
      this.showFiles();
      await this.check();
    });
  }

  /** @param {string} name */
  detach(name) {
    this.queue(async () => {
      this.setFiles(await this.change("detach", { name }));
      this.showFiles();
      await this.check();
    });
  }

  /** @param {string} id */
  rename(id) {
    this.queue(async () => {
      const before = this.id;
      const files = [...this.files];
      part("source").value = this.source
        .split(`(${before.split("/")[1]}/`)
        .join(`(${id.split("/")[1]}/`);
      this.id = id;
      await this.ask("clear", {});
      for (const [name, content] of files)
        await this.ask("attach", { name }, bytesOf(content).buffer);
      await this.check();
      await this.showTaken();
    });
  }

  /** @returns {import("./drafts.js").Draft} what is written now */
  get draft() {
    const files = [...this.files].map(([name, content]) => ({ name, content }));
    const { id, source, published, found } = this;
    return { key, id, source, published, found, files, saved: Date.now() };
  }

  /** Keep the draft on this device. */
  keep() {
    return drafts.save(this.draft);
  }

  /**
   * Offer to go on with a draft.
   *
   * @param {string} sentence
   * @param {import("./drafts.js").Draft} draft
   * @param {Node[]} more
   */
  offer(sentence, draft, ...more) {
    const again = element(
      "button",
      {
        type: "button",
        class: "nb-button",
        id: "write-restore-use",
        onclick: () => this.restore(draft),
      },
      "继续写它",
    );
    const text = `${sentence}${titleOf(draft.source)}，${timeOf(draft.saved)}存的。`;
    fill(part("restore"), [element("p", {}, text), again, ...more]);
    part("restore").hidden = false;
  }

  /** @param {import("./drafts.js").Draft} draft */
  restore(draft) {
    return this.queue(async () => {
      part("restore").hidden = true;
      part("part-document").hidden = Boolean(draft.published);
      this.id = draft.id;
      this.published = draft.published;
      this.found = draft.found;
      await this.open();
      await this.ask("clear", {});
      for (const { name, content } of draft.files)
        await this.ask("attach", { name }, bytesOf(content).buffer);
      this.setFiles(await this.ask("files", {}));
      await this.show(draft.source);
      this.begin();
    });
  }

  /** Open a published notice to correct it. */
  correct() {
    return this.queue(async () => {
      part("part-document").hidden = true;
      part("title").textContent = "修改已公布的通报";
      part("lead").textContent =
        "改好以后送去审核，审核通过才会公布。在您送出以前，什么都不离开这台设备。";
      part("loading").textContent = "正在打开这篇通报…";
      const base = `${SITE}notices/${noticeId}/`;
      const response = await fetch(`${base}notice.md`);
      if (!response.ok)
        throw new EditorError(
          `网站上没有 ${noticeId} 这篇通报；请从那篇通报的页面点“修改本通报”。`,
        );
      this.published = (await response.text()).replace(/\r\n/g, "\n");
      await this.open();
      const note = part("form-note");
      note.textContent =
        "这是已经公布的通报。改正文、日期的，在“更正记录”里加一项，写明改了什么、为什么；只换电话的，改电话，并在“核实日期”里写上打通的那一天。";
      note.hidden = false;
      const { values } = await this.ask("check", { source: this.published });
      const names = (values.attachments || []).map((/** @type {any} */ one) => one.file || one);
      const slug = noticeId.split("/")[1];
      for (const match of this.published.matchAll(new RegExp(`\\(${slug}/([^)\\s]+)\\)`, "g")))
        names.push(decodeURIComponent(match[1]));
      for (const name of new Set(names)) {
        const file = await fetch(`${base}${encodeURIComponent(name)}`);
        if (file.ok) await this.ask("attach", { name }, await file.arrayBuffer());
        this.kept.add(name);
      }
      this.setFiles(await this.ask("files", {}));
      await this.show(this.published);
    });
  }
}

/** @param {string} source @returns {string} the title of a notice for a sentence */
function titleOf(source) {
  const title = /^title:\s*(.*?)(?:\s+#.*)?$/m.exec(source);
  return title && title[1] ? `《${title[1]}》` : "没有标题的一份";
}

/** @param {number} time */
function timeOf(time) {
  return new Date(time).toLocaleString("zh-CN", { dateStyle: "long", timeStyle: "short" });
}

/** @param {string} name @param {number} size of a document; throws what the clerk should do instead */
function refuse(name, size) {
  const [, sentence] = [...REFUSED].find(([ending]) => ending.test(name)) || [];
  if (sentence) throw new EditorError(`“${name}”没有放进来：${sentence}`);
  if (size > MAX_BYTES)
    throw new EditorError(`“${name}”超过 20 MB，没有放进来；请先压缩或删去图片。`);
}

const page = new Page();

/** @param {FileList|null|undefined} files */
async function use(files) {
  if (!files || !files[0]) return;
  page.import(files[0].name, await files[0].arrayBuffer());
}

function listen() {
  const file = part("file");
  file.addEventListener("change", () => use(file.files));
  const drop = part("drop");
  drop.addEventListener("dragover", (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    drop.classList.add("nbw-drop--over");
  });
  drop.addEventListener("dragleave", () => drop.classList.remove("nbw-drop--over"));
  drop.addEventListener("drop", (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    drop.classList.remove("nbw-drop--over");
    use(event.dataTransfer && event.dataTransfer.files);
  });
  part("paste-use").addEventListener("click", () => {
    const text = part("paste").value;
    if (text.trim()) page.import("粘贴的文字.txt", new TextEncoder().encode(text).buffer);
  });
  const area = part("source");
  area.addEventListener("input", () => {
    part("problems").setAttribute("aria-busy", "true");
    clearTimeout(page.timer);
    page.timer = window.setTimeout(() => page.queue(() => page.check()), CHECK_AFTER);
  });
  for (const event of ["click", "keyup"])
    area.addEventListener(event, () => {
      const line = area.value.slice(0, area.selectionStart).split("\n").length;
      scrollTo(part("preview"), area.value.split("\n")[line - 1]);
    });
  part("attach").addEventListener("change", async (/** @type {any} */ event) => {
    for (const one of event.target.files) await page.attach(one.name, await one.arrayBuffer());
    event.target.value = "";
  });
  part("id").addEventListener("change", (/** @type {any} */ event) =>
    page.rename(event.target.value.trim()),
  );
  part("reset").addEventListener("click", async () => {
    if (!window.confirm("清除这台设备上的草稿，重新开始？")) return;
    for (const one of [key, drafts.earlier(key)]) await drafts.remove(one);
    location.href = location.pathname;
  });
}

async function begin() {
  listen();
  const draft = await drafts.load(key);
  if (draft && new URLSearchParams(location.search).has("state")) {
    await page.restore(draft);
    if (page.sending) await page.sending.returned();
    return;
  }
  if (draft) {
    const over = element(
      "button",
      {
        type: "button",
        class: "nb-action",
        onclick: async () => {
          if (!window.confirm("这份草稿会从这台设备上删去，不能找回。要删去吗？")) return;
          await drafts.remove(key);
          part("restore").hidden = true;
          if (noticeId) page.correct();
        },
      },
      "不要了，重新开始",
    );
    const replaced = await drafts.load(drafts.earlier(key));
    const older = replaced
      ? [
          element(
            "button",
            { type: "button", class: "nb-action", onclick: () => page.restore(replaced) },
            `更早的一份：${titleOf(replaced.source)}`,
          ),
        ]
      : [];
    page.offer("这台设备上有草稿：", draft, ...older, over);
  } else if (noticeId) page.correct();
}

if (app) begin();

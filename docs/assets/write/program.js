// The worker with Python: requests and answers.

/** @typedef {{line: number, column: number, rule: string, severity: "error"|"warning",
 *    message: string, help: string, path: string, field: (string|number)[]}} Problem */

/** @typedef {{problems: Problem[], valid: boolean, values: Record<string, any>, body_line: number}}
 *    Checked */

/** @typedef {{name: string, size: number, content?: string}} Attached */

// The address of a worker is a sink of Trusted Types, and so is the text of the preview's frame.
/** @type {{createScriptURL: (text: string) => any, createHTML: (text: string) => any}} */
export const trusted = /** @type {any} */ (window).trustedTypes
  ? /** @type {any} */ (window).trustedTypes.createPolicy("noticeboard-write", {
      createScriptURL: (/** @type {string} */ text) => {
        if (new URL(text).origin !== location.origin) throw new TypeError(text);
        return text;
      },
      createHTML: (/** @type {string} */ text) => text,
    })
  : { createScriptURL: (text) => text, createHTML: (text) => text };

export class Program {
  /** @param {string} folder @param {(step: number) => void} onProgress */
  constructor(folder, onProgress) {
    const address = new URL(`${folder}worker.js`, location.href.split(/[?#]/)[0]);
    this.worker = new Worker(trusted.createScriptURL(address.href), { type: "module" });
    /** @type {Map<number, {resolve: (answer: any) => void, reject: (error: Error) => void}>} */
    this.waiting = new Map();
    this.number = 0;
    this.worker.addEventListener("message", ({ data }) => {
      if (data.progress) onProgress(data.progress);
      else this.settle(data);
    });
    this.worker.addEventListener("error", (event) =>
      this.fail(new Error(event.message || "worker")),
    );
  }

  /** @param {{number: number, answer?: any, failure?: string}} data */
  settle({ number, answer, failure }) {
    const request = this.waiting.get(number);
    this.waiting.delete(number);
    if (!request) return;
    if (failure) request.reject(new Error(failure));
    else if (answer.error) request.reject(new EditorError(answer.error));
    else request.resolve(answer);
  }

  /** @param {Error} error */
  fail(error) {
    for (const request of this.waiting.values()) request.reject(error);
    this.waiting.clear();
  }

  /**
   * @param {string} action
   * @param {Record<string, unknown>} [values]
   * @param {ArrayBuffer} [data]
   * @returns {Promise<any>}
   */
  ask(action, values, data) {
    this.number += 1;
    const number = this.number;
    return new Promise((resolve, reject) => {
      this.waiting.set(number, { resolve, reject });
      this.worker.postMessage({ number, request: { action, ...values }, data });
    });
  }
}

/** A sentence for the editor. */
export class EditorError extends Error {}

/** @returns {string} why this browser cannot run the program; empty when it can */
export function unsupported() {
  const memory = /** @type {any} */ (navigator).deviceMemory;
  if (typeof WebAssembly !== "object" || !("noModule" in document.createElement("script"))) {
    return "这个浏览器太旧，运行不了网上填写的程序。请换用新版的 Edge、Chrome、Firefox 或 360（极速模式）。";
  }
  if (memory && memory < 1) return "这台设备的内存太小，运行不了网上填写的程序。请换一台电脑。";
  return "";
}

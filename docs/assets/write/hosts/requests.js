// Requests to a code host, and its refusals as sentences for the editor.

const REFUSED = "代码托管网站不接受：可能已有同名的文件，换一个文件名再试。";
const SENTENCES = new Map([
  [400, REFUSED],
  [401, "登录已经过期，或令牌不对，请重新登录。"],
  [403, "您没有这个权限：令牌的权限不够，或管理人还没有让您提交。"],
  [404, "代码托管网站上找不到这个仓库：请核对登录的是不是您的账号，再问问管理人。"],
  [
    409,
    "代码托管网站上已经有不同的内容：可能别人刚改过这篇通报，或者已有同名的文件；换一个文件名，或刷新后再改。",
  ],
  [413, "附件太大，代码托管网站不收。"],
  [422, REFUSED],
  [429, "送得太频繁，请过几分钟再试。"],
]);
const SERVER_ERROR = "代码托管网站出了故障，请过一会儿再试。";

export class HostError extends Error {
  /** @param {number} status @param {string} text @param {string} [wait] seconds, as the host says */
  constructor(status, text, wait) {
    super(`${status}: ${text.slice(0, 200)}`);
    this.status = status;
    const minutes = wait && Number(wait) ? Math.ceil(Number(wait) / 60) : 0;
    const sentence = SENTENCES.get(status) || SERVER_ERROR;
    this.sentence = minutes ? sentence.replace("几分钟", `${minutes} 分钟`) : sentence;
  }
}

export class Requests {
  /** @param {string} base @param {Record<string, string>} headers */
  constructor(base, headers) {
    this.base = base;
    this.headers = headers;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @returns {Promise<any>}
   */
  async send(method, path, body) {
    /** @type {Record<string, string>} */
    const headers = { Accept: "application/json", ...this.headers };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const response = await fetch(`${this.base}${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) {
      const { headers: given } = response;
      const wait = given.get("retry-after") || "";
      // GitHub answers 403 where others answer 429.
      const isLimit = wait || given.get("x-ratelimit-remaining") === "0";
      throw new HostError(isLimit && response.status === 403 ? 429 : response.status, text, wait);
    }
    return text ? JSON.parse(text) : null;
  }

  /** @param {string} path @returns {Promise<any>} null where the host has nothing */
  async find(path) {
    try {
      return await this.send("GET", path);
    } catch (error) {
      if (error instanceof HostError && error.status === 404) return null;
      throw error;
    }
  }

  /**
   * Do what may have been done before.
   *
   * @param {number[]} statuses with which the host says that it exists
   * @param {string} method
   * @param {string} path
   * @param {unknown} body
   * @returns {Promise<any>} null if it exists
   */
  async ensure(statuses, method, path, body) {
    try {
      return await this.send(method, path, body);
    } catch (error) {
      if (error instanceof HostError && statuses.includes(error.status)) return null;
      throw error;
    }
  }

  /**
   * Wait for what the host makes in the background.
   *
   * @param {string} path
   * @param {(found: any) => boolean} isReady
   */
  async wait(path, isReady) {
    for (let attempt = 0; attempt < 30; attempt += 1) {
      const found = await this.find(path);
      if (found && isReady(found)) return found;
      await new Promise((resolve) => setTimeout(resolve, 250 * (attempt + 1)));
    }
    throw new HostError(504, path);
  }
}

/** @param {Uint8Array} bytes */
export function base64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(text);
}

/**
 * The branch of a change: the same for the same content, so that a second attempt goes on.
 *
 * @param {import("./host.js").Change} change
 */
export async function branchOf(change) {
  const parts = change.files.flatMap(({ path, content }) => [
    new TextEncoder().encode(`${path}\0`),
    content,
  ]);
  const digest = await crypto.subtle.digest(
    "SHA-256",
    await new Blob(/** @type {BlobPart[]} */ (parts)).arrayBuffer(),
  );
  const hex = [...new Uint8Array(digest.slice(0, 4))].map((byte) =>
    byte.toString(16).padStart(2, "0"),
  );
  return `write-${change.id.replace("/", "-")}-${hex.join("")}`;
}

/** @param {string} path each part encoded for an address, the slashes kept */
export function encodePath(path) {
  return path.split("/").map(encodeURIComponent).join("/");
}

/** @param {string} text base64, possibly in lines @param {Uint8Array} bytes */
export function isSame(text, bytes) {
  return text.replace(/\s/g, "") === base64(bytes);
}

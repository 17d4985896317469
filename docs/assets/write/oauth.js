// Sign in by OAuth 2 with PKCE (RFC 7636): no secret, and the token stays in this page.

const PATHS = {
  forgejo: {
    authorize: "/login/oauth/authorize",
    token: "/login/oauth/access_token",
    scope: "write:repository read:user",
  },
  gitlab: { authorize: "/oauth/authorize", token: "/oauth/token", scope: "api" },
};
const KEPT = "noticeboard-write-oauth";

/** @param {Uint8Array} bytes */
function base64Url(bytes) {
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
}

function random() {
  return base64Url(crypto.getRandomValues(new Uint8Array(32)));
}

/** @param {string} host @returns {typeof PATHS.forgejo} */
function pathsOf(host) {
  return host === "gitlab" ? PATHS.gitlab : PATHS.forgejo;
}

/** @returns {string} the query with which the page was left for signing in, while it comes back */
export function returnedQuery() {
  const isBack = new URLSearchParams(location.search).has("state");
  return (isBack && JSON.parse(sessionStorage.getItem(KEPT) || "{}").search) || "";
}

function callback() {
  return location.origin + location.pathname;
}

/** @param {{host: string, url: string, client_id: string}} editor */
export async function signIn(editor) {
  const verifier = random();
  const state = random();
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  sessionStorage.setItem(KEPT, JSON.stringify({ verifier, state, search: location.search }));
  const { authorize, scope } = pathsOf(editor.host);
  const query = new URLSearchParams({
    client_id: editor.client_id,
    redirect_uri: callback(),
    response_type: "code",
    scope,
    state,
    code_challenge: base64Url(new Uint8Array(digest)),
    code_challenge_method: "S256",
  });
  location.href = `${editor.url}${authorize}?${query}`;
}

/**
 * @param {{host: string, url: string, client_id: string}} editor
 * @returns {Promise<string>} the token
 */
export async function signInReturned(editor) {
  const given = new URLSearchParams(location.search);
  const kept = JSON.parse(sessionStorage.getItem(KEPT) || "{}");
  sessionStorage.removeItem(KEPT);
  history.replaceState(null, "", location.pathname + (kept.search || ""));
  const code = given.get("code");
  if (!kept.state || given.get("state") !== kept.state) throw new Error("登录的记号对不上");
  if (!code) throw new Error("没有得到同意");
  const body = new URLSearchParams({
    grant_type: "authorization_code",
    client_id: editor.client_id,
    code,
    redirect_uri: callback(),
    code_verifier: kept.verifier,
  });
  const headers = { Accept: "application/json" };
  const address = `${editor.url}${pathsOf(editor.host).token}`;
  const token = await fetch(address, { method: "POST", headers, body })
    .then(async (response) => response.ok && (await response.json()).access_token)
    .catch(() => "");
  if (!token) throw new Error("网络断了，或代码托管网站没有给出令牌");
  return token;
}

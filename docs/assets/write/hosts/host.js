// What all code hosts have in common: requests, errors as sentences, and the choice of the adapter.

import { Forgejo } from "./forgejo.js";
import { GitHub } from "./github.js";
import { GitLab } from "./gitlab.js";

/** @typedef {{host: string, url: string, api: string, repo: string}} HostSettings */

/** @typedef {{id: string, title: string, body: string, isNew: boolean,
 *    files: {path: string, content: Uint8Array}[]}} Change */

/** @typedef {{submit: (change: Change, report: (text: string) => void) => Promise<string>}} Host
 *    `submit` returns the address of the request; called again with the same change, it goes on where
 *    it stopped, and never makes a second request */

/**
 * @param {HostSettings} settings
 * @param {string} token
 * @returns {Host}
 */
export function hostOf(settings, token) {
  if (settings.host === "gitlab") return new GitLab(settings, token);
  return settings.host === "github" ? new GitHub(settings, token) : new Forgejo(settings, token);
}

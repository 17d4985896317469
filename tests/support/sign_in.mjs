// Signs in as the write page does: `node sign_in.mjs ASSETS '{"editor": …, "search": …, "changes": [{…}]}'`.
//
// Each of `changes` alters what comes back: `answer` the query, `kept` what the page has kept, `editor` the
// settings. Prints for each the token or the sentence, and the address in the end.
import { pathToFileURL } from "node:url";

const [, , assets, given] = process.argv;
const { editor, search, changes } = JSON.parse(given);
const kept = new Map();
globalThis.sessionStorage = {
  getItem: (name) => kept.get(name) ?? null,
  setItem: (name, value) => kept.set(name, value),
  removeItem: (name) => kept.delete(name),
};
globalThis.location = { origin: "https://board.example", pathname: "/contribute/write/", search: "", href: "" };
globalThis.history = {
  replaceState: (state, title, address) => {
    location.href = address;
  },
};
const { returnedQuery, signIn, signInReturned } = await import(
  pathToFileURL(`${assets}/write/oauth.js`).href
);

/** The answer after one change. */
async function attempt(change) {
  location.search = search;
  await signIn(editor);
  const [name, values] = [...kept][0];
  const { verifier } = JSON.parse(values);
  if (location.href.includes(verifier)) throw new Error("the verifier leaves the page");
  const back = await fetch(location.href, { redirect: "manual" });
  location.search = new URL(back.headers.get("location")).search;
  if (change.answer !== undefined) location.search = change.answer;
  if (change.kept) kept.set(name, JSON.stringify({ ...JSON.parse(values), ...change.kept }));
  const answer = { before: returnedQuery() };
  try {
    answer.token = await signInReturned({ ...editor, ...change.editor });
  } catch (error) {
    answer.sentence = error.message;
  }
  return { ...answer, address: location.href, left: kept.size };
}

const answers = [];
for (const change of changes) answers.push(await attempt(change));
console.log(JSON.stringify(answers));

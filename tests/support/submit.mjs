// Submits a change as the write page does: `node submit.mjs ASSETS '{"settings": …, "token": …, "change": …, "attempts": …}'`.
import { pathToFileURL } from "node:url";

const [, , assets, given] = process.argv;
const { hostOf } = await import(pathToFileURL(`${assets}/write/hosts/host.js`).href);
const { settings, token, change, attempts } = JSON.parse(given);
const files = change.files.map((file) => ({ ...file, content: new TextEncoder().encode(file.content) }));
const answers = [];
for (let attempt = 0; attempt < attempts; attempt += 1) {
  try {
    answers.push({ address: await hostOf(settings, token).submit({ ...change, files }, () => {}) });
  } catch (error) {
    answers.push({ status: error.status || 0, sentence: error.sentence || String(error) });
  }
}
console.log(JSON.stringify(answers));

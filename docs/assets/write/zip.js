// Writes a ZIP archive of uncompressed files with UTF-8 names.

/** @param {Uint8Array} bytes */
function crc32(bytes) {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** @param {number[][]} fields pairs of size in bytes and value */
function packed(fields) {
  const size = fields.reduce((sum, [length]) => sum + length, 0);
  const view = new DataView(new ArrayBuffer(size));
  let at = 0;
  for (const [length, value] of fields) {
    if (length === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += length;
  }
  return new Uint8Array(view.buffer);
}

const UTF8 = 0x800;
const FIRST_DAY = 0x21;

/** @param {{path: string, content: Uint8Array}[]} files @returns {Blob} */
export function zip(files) {
  /** @type {Uint8Array[]} */
  const parts = [];
  /** @type {Uint8Array[]} */
  const directory = [];
  let at = 0;
  for (const { path, content } of files) {
    const name = new TextEncoder().encode(path);
    const facts = [
      [2, 20], [2, UTF8], [2, 0], [2, 0], [2, FIRST_DAY], [4, crc32(content)],
      [4, content.length], [4, content.length], [2, name.length], [2, 0],
    ]; // biome-ignore format: one line per record
    const head = packed([[4, 0x04034b50], ...facts]);
    directory.push(
      packed([[4, 0x02014b50], [2, 20], ...facts, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]]),
      name,
    );
    parts.push(head, name, content);
    at += head.length + name.length + content.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const count = files.length;
  const end = packed([
    [4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, at], [2, 0],
  ]); // biome-ignore format: one line per record
  return new Blob(/** @type {BlobPart[]} */ ([...parts, ...directory, end]), {
    type: "application/zip",
  });
}

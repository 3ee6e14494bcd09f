// Copies of the example site, outside of this repository so that no configuration above them counts.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const EXAMPLE = fileURLToPath(new URL('../../../../examples/liveperson-site', import.meta.url));
const made = [];

export function copyOfSite() {
  const folder = emptyFolder();
  fs.cpSync(EXAMPLE, folder, { recursive: true });
  return folder;
}

export function emptyFolder() {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'docent-site-')));
  made.push(folder);
  return folder;
}

export function write(folder, file, text) {
  fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  fs.writeFileSync(path.join(folder, file), text);
}

export function read(folder, file) {
  return fs.readFileSync(path.join(folder, file), 'utf8');
}

export function removeSites() {
  for (const folder of made.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
}

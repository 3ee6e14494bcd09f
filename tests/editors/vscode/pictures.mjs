// Puts the best of the pictures that the tests took beside the extension's README and its walkthrough.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PICTURES } from './harness/workbench.mjs';

const media = fileURLToPath(new URL('../../../editors/vscode/media', import.meta.url));
const best = {
  checklist: 'checklist',
  'completion-of-a-section': 'completion',
  'quick-fix': 'quick-fix',
  'new-page': 'new-page',
};
for (const [taken, shown] of Object.entries(best)) {
  fs.copyFileSync(path.join(PICTURES, `${taken}.png`), path.join(media, `${shown}.png`));
}

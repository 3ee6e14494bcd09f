// The same inside the extension host, through the `vscode.*` API: harness/host.cjs runs there, and what it logs comes out here.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { copyOfSite, removeSites } from './harness/site.mjs';
import { startVsCode } from './harness/vscode.mjs';
import { waitFor } from './harness/wait.mjs';
import { PICTURES, startBrowser, stopBrowser } from './harness/workbench.mjs';

const SUITE = fileURLToPath(new URL('./host/index.cjs', import.meta.url));

let vscode;

before(async () => {
  vscode = await startVsCode({ name: 'host', vsix: process.env.DOCENT_VSIX });
});

after(async () => {
  await stopBrowser();
  vscode?.stop();
  removeSites();
});

test('the suite in the extension host', { timeout: 300_000 }, async () => {
  const extensions = path.join(vscode.run, 'ext');
  const installed = fs.readdirSync(extensions).find((name) => name.startsWith('docent.docent-'));
  const payload = [
    ['extensionDevelopmentPath', vscode.uri(path.join(extensions, installed))],
    ['extensionTestsPath', vscode.uri(SUITE)],
  ];
  const page = await (await startBrowser()).newPage();
  const lines = [];
  let code;
  await page.exposeFunction('codeAutomationLog', (_type, args) => {
    for (const line of args.join(' ').split('\n')) {
      if (line.startsWith('host: ')) {
        lines.push(line.slice(6));
        console.log(`# ${line.slice(6)}`);
      }
    }
  });
  await page.exposeFunction('codeAutomationExit', (ended) => {
    code = ended;
  });
  await page.goto(vscode.address(copyOfSite(), payload));
  try {
    await waitFor('the end of the suite', () => code !== undefined);
  } finally {
    fs.mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: path.join(PICTURES, 'host.png') });
  }
  assert.equal(code, 0, lines.join('\n'));
  // A suite that ended early would say nothing wrong.
  assert.match(lines.at(-1) ?? '', /^all \d+ passed$/);
});

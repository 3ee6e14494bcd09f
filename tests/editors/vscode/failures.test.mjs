// What goes wrong around an author, in the real workbench: no server, a server that dies, a broken configuration, a file that cannot
// be written, a page outside of every folder, two windows, a workspace that is not trusted.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { killServers, serverProcesses } from './harness/processes.mjs';
import { copyOfSite, emptyFolder, read, removeSites, write } from './harness/site.mjs';
import { startVsCode } from './harness/vscode.mjs';
import { waitFor } from './harness/wait.mjs';
import { openWindow, stopBrowser } from './harness/workbench.mjs';

const CLEAN = 'Documents/TeamTools/ShiftNotesAPI/overview.md';
const UNFINISHED = 'Documents/TeamTools/ClockInAPI/overview.md';

let vscode;
const windows = [];

before(async () => {
  vscode = await startVsCode({ name: 'failures', vsix: process.env.DOCENT_VSIX });
});

after(async () => {
  await stopBrowser();
  vscode?.stop();
  removeSites();
});

async function open(folder, file) {
  const window = await openWindow(vscode, folder, file);
  windows.push(window);
  return window;
}

/** One story with its windows, which are closed in the end; a picture of each is kept where it fails. */
function story(name, run) {
  test(name, { timeout: 240_000 }, async () => {
    try {
      await run();
    } catch (error) {
      for (const [number, window] of windows.entries()) await window.picture(`failed-${name.replaceAll(/[^a-z]+/gi, '-')}-${number}`);
      throw error;
    } finally {
      for (const window of windows.splice(0)) await window.close();
    }
  });
}

story('the server is killed while somebody types: it is started again, and the findings come back', async () => {
  const site = copyOfSite();
  const window = await open(site, CLEAN);
  await window.waitForStatus('API overview ✓');
  const before = serverProcesses(vscode.run);
  assert.equal(before.length, 1);
  await window.goTo(9, 16);
  await window.type('x');
  killServers(vscode.run);
  await window.type('yz');
  await waitFor('another server', () => serverProcesses(vscode.run).some((id) => !before.includes(id)));
  await window.waitForStatus('1 problem');
  await window.waitForProblem("'bothxyz'");
  await window.focusEditor();
  await window.press('Backspace', 'Backspace', 'Backspace');
  await window.waitForStatus('API overview ✓');
  assert.deepEqual(await window.notifications(), []);
});

story('a configuration with an error: said once, in words', async () => {
  const site = copyOfSite();
  write(site, 'docent.yaml', read(site, 'docent.yaml').replace('template: method', 'template: metod'));
  const window = await open(site, CLEAN);
  const message = await window.waitForNotification("There is no template 'metod'; did you mean 'method'?");
  assert.match(message, /docent\.yaml, line 7: /);
  await window.picture('broken-configuration');
  await window.command('Notifications: Clear All Notifications');
  await window.openFile(UNFINISHED);
  await window.waitForStatus('missing');
  assert.deepEqual(await window.notifications(), []);
  await window.openFile('Documents/TeamTools/BadgeCatalogAPI/Methods/award-badge.md');
  await waitFor('no state', async () => (await window.status()) === '');
  await window.followsTheDisk();
  write(site, 'docent.yaml', read(copyOfSite(), 'docent.yaml'));
  await window.waitForStatus('✓');
});

story('a file that is read-only: findings, but no edit, and no harm', async () => {
  const site = copyOfSite();
  vscode.setSettings({ 'files.readonlyInclude': { '**/ClockInAPI/**': true } });
  const window = await open(site, UNFINISHED);
  await window.waitForStatus('1 section and 2 steps missing');
  await window.command('Docent: Show What This Page Must Contain');
  await window.waitForChecklist('Use cases — missing');
  await window.insertFromChecklist('Use cases');
  await window.waitForNotification('read-only; nothing was done');
  await window.picture('read-only');
  await window.waitForStatus('1 section and 2 steps missing');
  assert.equal(read(site, UNFINISHED), read(copyOfSite(), UNFINISHED));
  vscode.setSettings({});
});

story('a page outside of every folder that is open: checked by what it is', async () => {
  const site = copyOfSite();
  const elsewhere = emptyFolder();
  write(elsewhere, 'notes/overview.md', read(site, UNFINISHED));
  const window = await open(site, path.join(elsewhere, 'notes/overview.md'));
  await window.squiggles('error').first().waitFor({ state: 'attached', timeout: 90_000 });
  await window.waitForStatus('2 steps missing');
});

story('two windows on one site: what one saves, the other one checks', async () => {
  const site = copyOfSite();
  const first = await open(site, CLEAN);
  await first.waitForStatus('API overview ✓');
  const second = await open(site, CLEAN);
  await second.waitForStatus('API overview ✓');
  await second.followsTheDisk();
  await first.goTo(9, 16);
  await first.type('x');
  await first.save();
  await second.waitForStatus('1 problem');
  await second.squiggles('error').first().waitFor({ state: 'attached' });
  await first.press('Backspace');
  await first.waitForStatus('API overview ✓');
  await first.save();
  await second.waitForStatus('API overview ✓');
});

story('a workspace that is not trusted: the program that its settings name is not started', async () => {
  const site = copyOfSite();
  const witness = path.join(site, 'started');
  const program = path.join(site, 'program.sh');
  fs.writeFileSync(program, `#!/bin/sh\ntouch "${witness}"\n`, { mode: 0o755 });
  write(site, '.vscode/settings.json', JSON.stringify({ 'docent.server.path': program }));
  vscode.setSettings({ 'security.workspace.trust.enabled': true });
  const window = await open(site, UNFINISHED);
  await window.waitForStatus('2 steps missing');
  await waitFor('Restricted Mode', async () => (await window.statusTexts()).some((text) => text.includes('Restricted Mode')));
  assert.equal(fs.existsSync(witness), false);
  await window.picture('restricted-mode');
  vscode.setSettings({});
});

story('a folder without templates: nothing is shown, nothing is said but the one offer to set it up', async () => {
  const folder = emptyFolder();
  write(folder, 'README.md', '# A project\n\nSome text, and [a link](other.md).\n\n## Use\n\n- one\n');
  write(folder, 'other.md', '# Other\n');
  const window = await open(folder, 'README.md');
  await waitFor('the server', () => serverProcesses(vscode.run).length > 0);
  await window.command('Docent: Show What This Page Must Contain');
  await window.page.locator('text=The page in the editor has no template.').waitFor();
  assert.equal(await window.status(), '');
  for (const kind of ['error', 'warning', 'info', 'hint']) assert.equal(await window.squiggles(kind).count(), 0);
  const said = await window.notifications();
  assert.deepEqual(said.filter((it) => !it.includes('no page template holds')), []);
});

test('no server anywhere: a message with a button, and the program that is chosen is started', { timeout: 240_000 }, async () => {
  // On the PATH there is node, and nothing else.
  const environment = { PATH: path.dirname(process.execPath) };
  const bare = await startVsCode({ name: 'bare', vsix: process.env.DOCENT_VSIX_WITHOUT_SERVER, environment });
  let window;
  try {
    const site = copyOfSite();
    window = await openWindow(bare, site, UNFINISHED);
    await window.waitForNotification('the program docent was not found');
    await window.waitForStatus('docent not found');
    await window.picture('no-server');
    await window.page.locator('.notification-toast-container .monaco-button', { hasText: 'Choose the Program…' }).click();
    const input = window.page.locator('.quick-input-widget:visible input');
    // The dialog writes the folder there that it begins with, once it knows it.
    await waitFor('the folder in the dialog', async () => (await input.inputValue()).endsWith('/'));
    await waitFor('the program is taken', async () => {
      if (await input.isVisible()) {
        await input.fill(path.join(process.env.DOCENT_EDITORS_CACHE, 'docent'));
        await window.press('Enter');
      }
      await input.waitFor({ state: 'hidden', timeout: 3000 });
      return true;
    });
    await window.waitForStatus('2 steps missing');
    await window.squiggles('error').first().waitFor({ state: 'attached' });
  } catch (error) {
    await window?.picture('failed-no-server');
    throw error;
  } finally {
    await window?.close();
    bare.stop();
  }
});


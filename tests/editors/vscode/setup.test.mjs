// The first minute in a folder that nobody has set up: no noise, one quiet offer, and what comes of it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { emptyFolder, read, removeSites, write } from './harness/site.mjs';
import { startVsCode } from './harness/vscode.mjs';
import { waitFor } from './harness/wait.mjs';
import { openWindow, stopBrowser } from './harness/workbench.mjs';

const PAGE = '---\npagename: A\nsitesection: Documents\ncategoryname: B\n---\n\nText.\n';

let vscode;

before(async () => {
  vscode = await startVsCode({ name: 'setup', vsix: process.env.DOCENT_VSIX });
});

after(async () => {
  await stopBrowser();
  vscode?.stop();
  removeSites();
});

test('docent is offered once, and set up', { timeout: 240_000 }, async () => {
  const folder = emptyFolder();
  write(folder, '_config.yml', 'title: x\n');
  write(folder, 'documents/page.md', PAGE);
  write(folder, 'notes.md', '# Notes\n\nWater the plants.\n');
  write(folder, 'more.md', '# More\n');
  const window = await openWindow(vscode, folder, 'notes.md');
  try {
    await window.waitForNotification('no page template holds for this page');
    await window.picture('set-up-offered');
    await window.page.locator('.notifications-toasts .monaco-button', { hasText: 'Set Up' }).click();
    await window.showsTab('docent.yaml');
    // It is there to be looked at; the author saves it.
    await window.save();
    await waitFor('the file', () => read(folder, 'docent.yaml').includes('liveperson/page 1 page'));
    await window.picture('set-up-done');
    await window.openFile('more.md');
    await new Promise((done) => setTimeout(done, 2000));
    assert.deepEqual(await window.notifications(), []);
  } catch (error) {
    await window.picture('failed-set-up');
    throw error;
  } finally {
    await window.close();
  }
});

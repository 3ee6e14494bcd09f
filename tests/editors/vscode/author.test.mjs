// What an author does, in the real workbench with the packaged extension: keys go in, and what is seen and what is on disk
// is compared.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { copyOfSite, read, removeSites, write } from './harness/site.mjs';
import { startVsCode } from './harness/vscode.mjs';
import { waitFor } from './harness/wait.mjs';
import { openWindow, stopBrowser } from './harness/workbench.mjs';

const CLEAN = 'Documents/TeamTools/ShiftNotesAPI/overview.md';
const UNFINISHED = 'Documents/TeamTools/ClockInAPI/overview.md';
const DRAFT = 'Documents/TeamTools/DraftAPI/overview.md';
const DRAFT_TEXT = `---
pagename: Overview
sitesection: Documents
categoryname: Team Tools
documentname: Draft API
permalink: draft-api-overview.html
indicator: both
---

### Introduction

Text.

### Use cases

* One.

* Two.
`;

let vscode;
let window;
let site;
let seconds;
let failed = false;

before(async () => {
  site = copyOfSite();
  write(site, DRAFT, DRAFT_TEXT);
  vscode = await startVsCode({ name: 'author', vsix: process.env.DOCENT_VSIX });
  const start = performance.now();
  window = await openWindow(vscode, site, UNFINISHED);
  await window.squiggles('error').first().waitFor({ state: 'attached', timeout: 90_000 });
  seconds = ((performance.now() - start) / 1000).toFixed(1);
});

after(async () => {
  await stopBrowser();
  vscode?.stop();
  removeSites();
});

/** A step of the story; its picture is kept whatever comes of it. */
function step(name, run) {
  test(name, { timeout: 240_000 }, async (context) => {
    if (failed) return context.skip('a step before it failed');
    try {
      await run();
    } catch (error) {
      failed = true;
      await window.picture(`failed-${name.replaceAll(/[^a-z]+/gi, '-')}`);
      throw error;
    }
  });
}

step('a page with findings: squiggles, the state in the status bar, the lens', async () => {
  console.log(`# from opening the window to the first squiggle: ${seconds} s`);
  await window.waitForStatus('API overview: 1 key, 1 section and 2 steps missing');
  await waitFor('the lens', async () =>
    (await window.page.locator('.codelens-decoration').allInnerTexts()).some((text) => text.includes('2 steps missing')),
  );
  await window.picture('findings');
});

step('the checklist: what is missing is inserted, and the list follows', async () => {
  await window.command('Docent: Show What This Page Must Contain');
  await window.waitForChecklist('Use cases — missing');
  await window.picture('checklist');
  await window.clickInChecklist('Getting started');
  await waitFor('the cursor at the heading', async () =>
    (await window.statusTexts()).some((text) => text.includes('Ln 13, Col 1')),
  );
  await window.insertFromChecklist('indicator');
  await waitFor('the item is no longer missing', async () =>
    (await window.checklist()).some((row) => row.startsWith('indicator') && !row.endsWith('missing')),
  );
});

step("a quick fix: Ctrl+. inserts the missing section, and the file on disk is right", async () => {
  await window.goTo(14);
  await window.showAction("Insert missing section 'Use cases'");
  await window.picture('quick-fix');
  await window.takeAction("Insert missing section 'Use cases'");
  await window.waitForStatus('API overview: 2 steps missing');
  await window.save();
  const before = read(copyOfSite(), UNFINISHED);
  const now = read(site, UNFINISHED);
  assert.ok(now.startsWith(before.slice(0, before.indexOf('permalink'))), now);
  assert.ok(now.endsWith('to create and use an API key.\n\n### Use cases\n'), now);
});

step('typing: the checklist follows', async () => {
  await window.press('Control+End');
  await window.type('\n');
  await window.waitForChecklist('Use cases — ');
  await window.type('* The first one.\n* The second one.');
  await waitFor('the section is done', async () => (await window.checklist()).includes('Use cases'));
});

step('fix all in page', async () => {
  await window.command('Docent: Fix All in Page');
  await window.waitForStatus('API overview: nothing missing, 1 problem');
  await waitFor('the section is done', async () => (await window.checklist()).includes('Getting started'));
  await window.save();
  assert.match(read(site, UNFINISHED), /\n3\. Note the \[API terms of use\].*\n\n4\. When using this API/);
});

step('a wrong value: a squiggle while it is typed, and an entry among the problems', async () => {
  await window.openFile(CLEAN);
  await window.waitForStatus('API overview ✓');
  assert.equal(await window.squiggles('error').count(), 0);
  assert.equal(await window.squiggles('warning').count(), 0);
  await window.goTo(9, 16);
  await window.type('x');
  await window.squiggles('error').first().waitFor({ state: 'attached' });
  const problem = await window.waitForProblem("'bothx'");
  assert.match(problem, /docent/);
  await window.picture('wrong-value');
  await window.press('Control+Shift+M');
});

step('completion: the three values, the chosen one taken by keyboard', async () => {
  await window.goTo(9, 12);
  await window.press('Shift+End', 'Delete');
  const labels = await window.completions();
  assert.deepEqual([...labels].sort(), ['both', 'chat', 'messaging']);
  await window.picture('completion-of-a-value');
  await window.accept('chat');
  await waitFor('the line', async () => (await window.lines()).includes('indicator: chat'));
  await window.waitForStatus('API overview ✓');
  await window.press('Control+S');
});

step('completion: the whole list of "Getting started", with tab stops', async () => {
  await window.openFile(DRAFT);
  await window.waitForStatus('1 section missing');
  await window.goTo(13);
  await window.completions();
  await window.picture('completion-of-a-section');
  await window.accept('Getting started');
  await waitFor('the list', async () => (await window.lines()).some((line) => line.startsWith('1. **Retrieve your domain**')));
  await window.type('draftService');
  await window.picture('tab-stops');
  await window.press('Escape');
  await window.save();
  const text = read(site, DRAFT);
  assert.match(text, /\n\n### Getting started\n\nA few things you'll need to get started with this API:\n\n1\. \*\*Retrieve your domain\*\*/);
  assert.match(text, /\n\t\* draftService\n\n2\. This API requires/);
  assert.match(text, /4\. When using this API, .*\(guides-retry-policy\.html\)\n\n### Use cases\n/);
  assert.doesNotMatch(text, /\{\{/);
});

step('hover on a heading: the guidance of the template', async () => {
  await window.goTo(14, 8);
  await window.press('ArrowUp');
  await window.goTo(14, 8);
  const hover = window.page.locator('.monaco-hover:visible', { hasText: 'always follows the same format' });
  await waitFor('the guidance', async () => {
    await window.press('Control+K', 'Control+I');
    await hover.first().waitFor({ timeout: 5000 });
    return true;
  });
  await window.picture('hover');
  await window.press('Escape');
});

step('a new page from a template: the questions, the place, the tab stops, the file', async () => {
  await window.command('Docent: New Page from Template…');
  await window.pick('API overview');
  await window.answer('API overview (1 of 3)', 'Timer API');
  await window.answer('API overview (2 of 3)', '');
  await window.answer('API overview (3 of 3)', 'Overview');
  const input = window.page.locator('.quick-input-widget:visible input');
  await waitFor('the place', async () => (await input.inputValue()) === 'Documents/TeamTools/TimerAPI/overview.md');
  await window.picture('new-page-place');
  await window.press('Enter');
  await waitFor('the page', async () => (await window.lines()).includes('permalink: timer-api-overview.html'));
  // The first stop is the page's name, which stands there already; the third is the category.
  await window.press('Tab', 'Tab');
  await window.type('Team Tools');
  await window.press('Tab');
  await window.picture('new-page');
  await window.press('Escape', 'Escape');
  await window.save();
  const text = read(site, 'Documents/TeamTools/TimerAPI/overview.md');
  assert.match(text, /^---\npagename: Overview\nsitesection: Documents\ncategoryname: Team Tools\ndocumentname: Timer API\npermalink: timer-api-overview.html\n/);
  assert.doesNotMatch(text, /subfoldername/);
});

step('rename of a permalink: two more files change, and the page keeps its old address as a redirect', async () => {
  const INDEX = 'Documents/TeamTools/index.md';
  await window.openFile(CLEAN);
  await window.waitForStatus('API overview ✓');
  await window.goTo(7, 15);
  const box = window.page.locator('.rename-box:visible input.rename-input, .rename-box:visible input').first();
  await waitFor('the box for the new name', async () => {
    if (!(await box.isVisible())) await window.press('F2');
    await box.waitFor({ timeout: 5000 });
    return true;
  });
  assert.equal(await box.inputValue(), 'shift-notes-api-overview.html');
  await box.fill('shift-notes.html');
  await window.picture('rename');
  await window.press('Enter');
  await waitFor('the redirect', async () => (await window.lines()).includes('  - shift-notes-api-overview.html'));
  await waitFor('the other pages on disk', async () => {
    // What was changed beside the page is opened in a tab of its own, in its own time.
    await window.command('File: Save All');
    return read(site, INDEX).includes('(shift-notes.html)') && read(site, CLEAN).includes('shift-notes.html');
  });
  assert.match(read(site, CLEAN), /\npermalink: shift-notes\.html\nredirect_from:\n  - shift-notes-api-overview\.html\n/);
  assert.match(read(site, '_data/documentsupdated.yaml'), /shift-notes\.html/);
});

step('insert missing sections', async () => {
  write(site, 'Documents/TeamTools/EmptyAPI/overview.md', DRAFT_TEXT.slice(0, DRAFT_TEXT.indexOf('### Introduction')));
  await window.openFile('Documents/TeamTools/EmptyAPI/overview.md');
  await window.waitForStatus('3 sections missing');
  await window.command('Docent: Insert Missing Sections');
  await waitFor('the sections', async () => {
    const lines = await window.lines();
    return ['### Introduction', '### Getting started'].every((title) => lines.includes(title));
  });
});

step('check whole site: the findings of pages that are not open', async () => {
  await window.command('Docent: Check Whole Site');
  await window.waitForProblem('find-phrase.md');
  assert.match(await window.waitForNotification('checked)'), /\d+ errors, .* in \d+ files/);
  await window.picture('whole-site');
  await window.command('Notifications: Clear All Notifications');
});

step('the log and a restart', async () => {
  await window.command('Docent: Restart Server');
  await window.command('Docent: Show Log');
  await waitFor('the log', async () => {
    const chosen = window.page.locator('.part.panel select, .part.panel .monaco-select-box');
    return (await chosen.evaluateAll((all) => all.map((it) => it.value ?? it.textContent))).some((name) => name.includes('Docent')) ||
      (await window.page.locator('.part.panel').innerText()).includes('Docent');
  });
  // The page keeps its checklist while the log has the focus.
  await window.waitForChecklist('Introduction');
  await window.waitForStatus('API overview');
  await window.openFile(CLEAN);
  await window.waitForStatus('API overview');
});


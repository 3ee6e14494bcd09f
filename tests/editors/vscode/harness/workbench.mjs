// A window of the real workbench in headless Chromium, used as an author uses it: keys, clicks, and what is seen.

import { chromium } from 'playwright-core';
import fs from 'node:fs';
import path from 'node:path';
import { CACHE } from './vscode.mjs';
import { waitFor } from './wait.mjs';

const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--hide-scrollbars', '--disable-dev-shm-usage',
];
export const PICTURES = path.join(CACHE, 'pictures');

let browser;

export async function startBrowser() {
  browser ??= await chromium.launch({ executablePath: process.env.DOCENT_CHROMIUM, headless: true, args: FLAGS });
  return browser;
}

export async function stopBrowser() {
  await browser?.close();
  browser = undefined;
}

/** Opens a window on a folder, with a file in it where one is given. */
export async function openWindow(vscode, folder, file, { width = 1120, height = 720 } = {}) {
  const context = await (await startBrowser()).newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const payload = file === undefined ? [] : [['openFile', vscode.uri(path.resolve(folder, file))]];
  await page.goto(vscode.address(folder, payload));
  const window = new Workbench(page, vscode, folder);
  await page.locator('.monaco-workbench').waitFor({ timeout: 90_000 });
  if (file !== undefined) await window.showsTab(path.basename(file));
  return window;
}

export class Workbench {
  constructor(page, vscode, folder) {
    this.page = page;
    this.vscode = vscode;
    this.folder = folder;
  }

  async close() {
    await this.page.context().close();
  }

  // Keys and commands

  async press(...keys) {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async type(text) {
    await this.page.keyboard.type(text);
  }

  /** Runs a command by its title. */
  async command(title) {
    await this.quickInput('F1', `>${title}`);
    await this.pick(title);
  }

  async openFile(file) {
    const name = path.basename(file);
    const folder = path.basename(path.dirname(file));
    // By its whole path: the search for files needs a program that only comes with a desktop.
    await this.quickInput('Control+P', path.join(this.folder, file));
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: name }).filter({ hasText: folder });
    await row.first().click({ timeout: 60_000 });
    await this.page.locator('.breadcrumbs-control:visible', { hasText: folder }).waitFor({ timeout: 60_000 });
    await this.showsTab(name);
  }

  async goTo(line, column = 1) {
    await this.quickInput('Control+G', `:${line}:${column}`);
    await this.press('Enter');
    await waitFor(`the cursor at ${line}:${column}`, async () =>
      (await this.statusTexts()).some((text) => text.includes(`Ln ${line}, Col ${column}`)),
    );
    await this.focusEditor();
  }

  async quickInput(key, text) {
    const input = this.page.locator('.quick-input-widget:visible input');
    await waitFor(`the input of ${key}`, async () => {
      if (!(await input.isVisible())) await this.press(key);
      await input.waitFor({ timeout: 3000 });
      return true;
    });
    await input.fill(text);
  }

  /** Takes the entry with this text from the quick input. */
  async pick(text) {
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
    await row.waitFor({ timeout: 60_000 });
    await row.click();
  }

  /** Answers an input box of the extension. */
  async answer(title, value) {
    await this.page.locator('.quick-input-widget:visible', { hasText: title }).waitFor({ timeout: 60_000 });
    const input = this.page.locator('.quick-input-widget:visible input');
    if (value !== undefined) await input.fill(value);
    await this.press('Enter');
  }

  async focusEditor() {
    await this.page.locator('.editor-group-container.active .monaco-editor .view-lines').first().waitFor();
    await this.page.locator('.editor-group-container.active .monaco-editor textarea, .editor-group-container.active .native-edit-context').first().focus();
  }

  async save() {
    await this.press('Control+S');
    await waitFor('the file is saved', async () => (await this.page.locator('.tab.active.dirty').count()) === 0);
  }

  /**
   * Waits until VS Code follows its folder on disk, which it says nowhere: it begins a while after the window is there, and what
   * changes before that it never hears of. A file that is written afterwards comes up in the explorer.
   */
  async followsTheDisk() {
    const rows = this.page.locator('.explorer-folders-view .monaco-list-row');
    await rows.first().waitFor({ timeout: 60_000 });
    const probes = [];
    await waitFor('a new file in the explorer', async () => {
      const probe = `probe-${probes.length}.txt`;
      probes.push(path.join(this.folder, probe));
      fs.writeFileSync(probes.at(-1), '');
      await rows.filter({ hasText: probe }).first().waitFor({ timeout: 1000 });
      return true;
    });
    for (const probe of probes) fs.rmSync(probe);
    await rows.filter({ hasText: 'probe-' }).first().waitFor({ state: 'detached' });
  }

  // What is seen

  async showsTab(name) {
    await this.page.locator('.tab.active', { hasText: name }).waitFor({ timeout: 90_000 });
  }

  async statusTexts() {
    return this.page.locator('.statusbar-item').allInnerTexts();
  }

  /** The status bar's item of docent. */
  async status() {
    const item = this.page.locator('.statusbar-item[id="docent.docent.docent.page"]');
    return (await item.count()) === 0 ? '' : (await item.first().innerText()).trim();
  }

  async waitForStatus(text) {
    return waitFor(`the status '${text}'`, async () => {
      const status = await this.status();
      if (typeof text === 'string' ? status.includes(text) : text.test(status)) return status;
      throw new Error(`it is '${status}'`);
    });
  }

  squiggles(kind = 'error') {
    return this.page.locator(`.squiggly-${kind}`);
  }

  async problems() {
    if (!(await this.page.locator('.markers-panel').isVisible())) await this.press('Control+Shift+M');
    await this.page.locator('.markers-panel').waitFor();
    return this.page.locator('.markers-panel .monaco-list-row').allInnerTexts();
  }

  async waitForProblem(text) {
    // Only the rows that are seen are there to be found: the list may be long.
    await this.problems();
    const filter = this.page.locator('.part.panel input[placeholder^="Filter"]:visible').first();
    await filter.fill(text.replaceAll("'", ''));
    return waitFor(`the problem '${text}'`, async () => (await this.problems()).find((row) => row.includes(text)));
  }

  /** Asks for completions and returns their labels. */
  async completions() {
    const rows = this.page.locator('.suggest-widget.visible .monaco-list-row');
    await waitFor('completions', async () => {
      if ((await rows.count()) > 0) return true;
      await this.press('Control+Space');
      await rows.first().waitFor({ timeout: 5000 });
      return true;
    });
    return rows.evaluateAll((all) => all.map((row) => row.querySelector('.label-name')?.textContent ?? ''));
  }

  /** Takes a completion by moving to it with the keyboard. */
  async accept(label) {
    await this.completions();
    const focused = this.page.locator('.suggest-widget.visible .monaco-list-row.focused');
    for (let step = 0; step < 40; step += 1) {
      const text = await focused.locator('.label-name').first().innerText().catch(() => '');
      if (text.includes(label)) {
        await this.press('Enter');
        await this.page.locator('.suggest-widget.visible').waitFor({ state: 'hidden' }).catch(() => undefined);
        return;
      }
      await this.press('ArrowDown');
    }
    throw new Error(`no completion '${label}': ${(await this.completions()).join(' | ')}`);
  }

  /** Opens the menu of actions, where it offers this one. */
  async showAction(text) {
    const row = this.page.locator('.action-widget .monaco-list-row', { hasText: text }).first();
    await waitFor(`the action '${text}'`, async () => {
      if (!(await row.isVisible())) {
        await this.press('Escape', 'Control+.');
        await row.waitFor({ timeout: 5000 });
      }
      return true;
    });
  }

  /** Takes an action of the open menu by keyboard: the menu keeps the mouse off until it is moved. */
  async takeAction(text) {
    const focused = this.page.locator('.action-widget .monaco-list-row.focused');
    for (let step = 0; step < 30; step += 1) {
      if ((await focused.first().innerText().catch(() => '')).includes(text)) return this.press('Enter');
      await this.press('ArrowDown');
    }
    throw new Error(`the action '${text}' cannot be reached`);
  }

  checklistRows() {
    return this.page.locator('.pane:has(.pane-header[aria-label^="Page Checklist"]) .monaco-list-row, .sidebar .customview-tree .monaco-list-row');
  }

  checklistRow(name) {
    const label = this.page.locator('.label-name', { hasText: name });
    return this.checklistRows().filter({ has: label }).first();
  }

  async clickInChecklist(name) {
    await this.checklistRow(name).locator('.label-name').click();
  }

  /** Clicks the button of the item. */
  async insertFromChecklist(name) {
    const row = this.checklistRow(name);
    await row.hover();
    await row.locator('.actions .action-label').first().click();
  }

  /** Rows of the checklist, as "name — description". */
  async checklist() {
    return this.checklistRows().evaluateAll((all) =>
      all.map((row) => {
        const name = row.querySelector('.label-name')?.textContent ?? '';
        const note = row.querySelector('.label-description')?.textContent ?? '';
        return note === '' ? name : `${name} — ${note}`;
      }),
    );
  }

  async waitForChecklist(text) {
    return waitFor(`'${text}' in the checklist`, async () => {
      const rows = await this.checklist();
      const found = rows.find((row) => row.includes(text));
      if (found !== undefined) return found;
      throw new Error(rows.join(' | '));
    });
  }

  notifications() {
    return this.page.locator('.notification-toast-container .notification-list-item-message').allInnerTexts();
  }

  async waitForNotification(text) {
    return waitFor(`the message '${text}'`, async () => (await this.notifications()).find((it) => it.includes(text)));
  }

  /** The text of the editor as it is drawn. */
  async lines() {
    const lines = await this.page.locator('.editor-group-container.active .view-line').evaluateAll((all) =>
      all.map((line) => ({ top: line.offsetTop || parseInt(line.style.top, 10), text: line.textContent })),
    );
    return lines.sort((a, b) => a.top - b.top).map((line) => line.text.replaceAll('\u00a0', ' '));
  }

  async picture(name) {
    fs.mkdirSync(PICTURES, { recursive: true });
    // Where no tip comes up.
    await this.page.mouse.move(20, 450);
    await this.page.locator('.workbench-hover-container:visible, .context-view .monaco-hover.workbench-hover:visible').waitFor({ state: 'hidden', timeout: 2000 }).catch(() => undefined);
    await this.page.screenshot({ path: path.join(PICTURES, `${name}.png`) });
  }
}

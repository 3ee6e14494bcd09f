// Runs inside the extension host: what an author gets, asked for through the API that other extensions use.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');

const CLEAN = 'Documents/TeamTools/ShiftNotesAPI/overview.md';
const UNFINISHED = 'Documents/TeamTools/ClockInAPI/overview.md';
const INDEX = 'Documents/TeamTools/index.md';

const cases = [
  ['the extension is active, and its commands are there', async () => {
    await open(CLEAN);
    const extension = vscode.extensions.getExtension('docent.docent');
    await until('it is active', () => extension?.isActive);
    const commands = await vscode.commands.getCommands(true);
    for (const { command } of extension.packageJSON.contributes.commands) {
      assert.ok(commands.includes(command), `${command} is registered`);
    }
  }],

  ['findings come, with their rules, and go', async () => {
    const document = await open(UNFINISHED);
    const found = await until('findings', () => some(findings(document)));
    assert.deepEqual([...new Set(found.map((it) => it.code?.value ?? it.code))].sort(), ['missing-key', 'missing-section', 'missing-step']);
    const clean = await open(CLEAN);
    const at = position(clean, 'indicator: both', 'indicator: '.length);
    await replace(clean, new vscode.Range(at, at.translate(0, 4)), 'wrong');
    const wrong = await until('the finding', () => findings(clean).find((it) => it.code?.value === 'invalid-value' || it.code === 'invalid-value'));
    assert.equal(clean.getText(wrong.range), 'wrong');
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await until('it is gone', () => findings(clean).length === 0);
  }],

  ['completion offers the values of a key, and the sections that are missing', async () => {
    const document = await open(UNFINISHED);
    const end = position(document, 'clock-in-api-overview.html', 'clock-in-api-overview.html'.length);
    await replace(document, new vscode.Range(end, end), '\nindicator: ');
    const values = await completions(document, end.translate(1).with({ character: 11 }));
    assert.deepEqual(values.map(label).sort(), ['both', 'chat', 'messaging']);
    const last = document.lineAt(document.lineCount - 1).range.end;
    await replace(document, new vscode.Range(last, last), '\n\n');
    const sections = await completions(document, document.lineAt(document.lineCount - 1).range.end);
    const use = sections.find((item) => label(item) === 'Use cases');
    assert.ok(use, sections.map(label).join(', '));
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }],

  ['a quick fix inserts the missing section', async () => {
    const document = await open(UNFINISHED);
    await until('findings', () => some(findings(document)));
    const heading = document.lineAt(position(document, '### Getting started').line).range;
    const actions = await vscode.commands.executeCommand('vscode.executeCodeActionProvider', document.uri, heading, 'quickfix');
    const insert = actions.find((action) => action.title === "Insert missing section 'Use cases'");
    assert.ok(insert?.edit, actions.map((action) => action.title).join(', '));
    assert.ok(await vscode.workspace.applyEdit(insert.edit));
    assert.match(document.getText(), /\n### Use cases\n/);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }],

  ['all safe fixes come with one action, as on save', async () => {
    const document = await open(UNFINISHED);
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const kind = 'source.fixAll.docent';
    const actions = await vscode.commands.executeCommand('vscode.executeCodeActionProvider', document.uri, all, kind, 1);
    assert.equal(actions.length, 1);
    assert.ok(await vscode.workspace.applyEdit(actions[0].edit));
    assert.match(document.getText(), /\n4\. When using this API/);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }],

  ['hover on a heading tells the guidance', async () => {
    const document = await open(CLEAN);
    const at = position(document, '### Getting Started', 6);
    const hovers = await vscode.commands.executeCommand('vscode.executeHoverProvider', document.uri, at);
    assert.match(hovers.flatMap((hover) => hover.contents).map((it) => it.value).join('\n'), /always follows the same format/);
  }],

  ['outline, folds, links and the lens', async () => {
    const document = await open(UNFINISHED);
    const symbols = await vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', document.uri);
    assert.ok(symbols.some((symbol) => symbol.name === 'Front matter'), symbols.map((symbol) => symbol.name).join(', '));
    const folds = await vscode.commands.executeCommand('vscode.executeFoldingRangeProvider', document.uri);
    assert.ok(folds.some((fold) => fold.start === 0));
    const lenses = await vscode.commands.executeCommand('vscode.executeCodeLensProvider', document.uri, 5);
    const lens = lenses.find((it) => it.command?.title.startsWith('API overview: '));
    assert.equal(lens?.command.command, 'docent.showChecklist');
  }],

  ['rename of a permalink: the links follow, and the old address becomes a redirect', async () => {
    const document = await open(CLEAN);
    const at = position(document, 'shift-notes-api-overview.html', 3);
    const edit = await until('the rename', () =>
      vscode.commands.executeCommand('vscode.executeDocumentRenameProvider', document.uri, at, 'shift-notes-overview.html'));
    const names = edit.entries().map(([uri]) => path.relative(root(), uri.fsPath)).sort();
    assert.ok(names.includes(CLEAN) && names.includes(INDEX), names.join(', '));
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.match(document.getText(), /\nredirect_from:\n +- shift-notes-api-overview\.html\n/);
    assert.match(document.getText(), /\npermalink: shift-notes-overview\.html\n/);
    const index = await vscode.workspace.openTextDocument(file(INDEX));
    // A document that was not open before comes with its old text, and the change after it.
    await until('the link follows', () => index.getText().includes('(shift-notes-overview.html)'));
    for (const changed of edit.entries()) {
      assert.ok(await (await vscode.workspace.openTextDocument(changed[0])).save());
    }
    await until('it is on disk', () => fs.readFileSync(file(INDEX).fsPath, 'utf8').includes('(shift-notes-overview.html)'));
  }],

  ['definition and references of a link', async () => {
    const document = await open(INDEX);
    const at = position(document, 'shift-notes-overview.html', 3);
    const places = await until('a definition', async () =>
      some(await vscode.commands.executeCommand('vscode.executeDefinitionProvider', document.uri, at)));
    assert.ok(places.some((place) => (place.targetUri ?? place.uri).fsPath === file(CLEAN).fsPath));
  }],

  ['the checklist is shown beside the page, which keeps its place', async () => {
    const document = await open(UNFINISHED);
    await vscode.commands.executeCommand('docent.showChecklist');
    assert.equal(vscode.window.activeTextEditor?.document, document);
  }],

  ['the server is restarted by command, and answers again', async () => {
    const document = await open(UNFINISHED);
    await vscode.commands.executeCommand('docent.restart');
    await until('findings', () => some(findings(document)));
  }],
];

exports.run = async function run() {
  for (const [name, check] of cases) {
    try {
      await check();
      say(`ok: ${name}`);
    } catch (error) {
      say(`FAILED: ${name}: ${error.stack ?? error}`);
      throw error;
    }
  }
  say(`all ${cases.length} passed`);
};

function say(text) {
  console.log(text.split('\n').map((line) => `host: ${line}`).join('\n'));
}

function root() {
  return vscode.workspace.workspaceFolders[0].uri.fsPath;
}

function file(name) {
  return vscode.Uri.file(path.join(root(), name));
}

async function open(name) {
  const document = await vscode.workspace.openTextDocument(file(name));
  await vscode.window.showTextDocument(document);
  return document;
}

function findings(document) {
  return vscode.languages.getDiagnostics(document.uri).filter((it) => it.source === 'docent');
}

function some(list) {
  return list !== undefined && list.length > 0 ? list : undefined;
}

function label(item) {
  return typeof item.label === 'string' ? item.label : item.label.label;
}

function position(document, text, offset = 0) {
  const at = document.getText().indexOf(text);
  assert.ok(at >= 0, `the page holds ${text}`);
  return document.positionAt(at + offset);
}

async function replace(document, range, text) {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

async function completions(document, at) {
  return until('completions', async () => {
    const list = await vscode.commands.executeCommand('vscode.executeCompletionItemProvider', document.uri, at);
    return some(list.items.filter((item) => item.kind !== vscode.CompletionItemKind.Text));
  });
}

/** Waits for a condition, never for a time. */
async function until(what, look) {
  const limit = Date.now() + 60_000;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (Date.now() > limit) throw new Error(`did not come: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

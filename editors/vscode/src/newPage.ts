// "New Page from Template…": asks what the server says is worth asking, and opens the page with its tab stops.

import * as path from 'node:path';
import * as vscode from 'vscode';
import {
  NEW_PAGE,
  type NewPage,
  type NewPageParams,
  type SiteParams,
  type TemplateChoice,
  type TemplateQuestion,
  TEMPLATES,
} from './protocol';
import type { Server } from './server';

const TITLE = 'New Page from Template';

/** `given` is the folder that was clicked in the explorer. */
export async function newPage(server: Server, given: vscode.Uri | undefined): Promise<void> {
  const folder = given ?? folderOfEditor() ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  const params: SiteParams = folder === undefined ? {} : { uri: folder.toString() };
  const templates = await server.request<TemplateChoice[]>(TEMPLATES, params);
  if (templates === null || templates.length === 0) {
    void vscode.window.showInformationMessage('Docent: there is no template here.');
    return;
  }
  const template = await pickTemplate(templates);
  const values = template && (await askAll(template));
  if (template === undefined || values === undefined) {
    return;
  }
  const asked: NewPageParams = { template: template.id, values, ...(folder && { folder: folder.toString() }) };
  const page = await server.request<NewPage>(NEW_PAGE, asked);
  if (page === null) {
    void vscode.window.showErrorMessage(`Docent: no page can be made of the template ${template.id}.`);
    return;
  }
  const place = page.uri === null ? undefined : await askPlace(vscode.Uri.parse(page.uri));
  if (page.uri !== null && place === undefined) {
    return;
  }
  const document = place === undefined ? await untitled() : await created(place);
  const editor = await vscode.window.showTextDocument(document);
  await editor.insertSnippet(new vscode.SnippetString(page.snippet), new vscode.Position(0, 0));
}

function folderOfEditor(): vscode.Uri | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri?.scheme === 'file' ? vscode.Uri.joinPath(uri, '..') : undefined;
}

async function pickTemplate(templates: TemplateChoice[]): Promise<TemplateChoice | undefined> {
  const picks = templates.map((template) => ({
    label: template.title,
    description: template.id,
    detail: template.source,
    template,
  }));
  const picked = await vscode.window.showQuickPick(picks, { title: TITLE, placeHolder: 'Which template?' });
  return picked?.template;
}

/** `undefined` where the author gives up. A question may be left without an answer: the page then has a tab stop there. */
async function askAll(template: TemplateChoice): Promise<Record<string, string> | undefined> {
  const values: Record<string, string> = {};
  for (const [index, question] of template.asks.entries()) {
    const title = `${template.title} (${index + 1} of ${template.asks.length})`;
    const value = await ask(question, title);
    if (value === undefined) {
      return undefined;
    }
    // An empty answer says that the page does not have the key; one that it must have is a tab stop.
    if (value !== '' || !question.required) {
      values[question.key] = value;
    }
  }
  return values;
}

async function ask(question: TemplateQuestion, title: string): Promise<string | undefined> {
  const need = question.required ? '' : ' (may be left empty)';
  if (question.values === undefined) {
    const prompt = question.description ?? '';
    return vscode.window.showInputBox({ title, placeHolder: `${question.key}${need}`, prompt, ignoreFocusOut: true });
  }
  const picks = question.values.map(({ value, description }) => ({ label: value, detail: description ?? '' }));
  const options = { title, placeHolder: `${question.key}${need}`, ignoreFocusOut: true };
  return (await vscode.window.showQuickPick(picks, options))?.label;
}

async function askPlace(suggested: vscode.Uri): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.getWorkspaceFolder(suggested)?.uri;
  const shown = folder === undefined ? suggested.fsPath : path.posix.relative(folder.path, suggested.path);
  const uriOf = (value: string) =>
    folder === undefined ? vscode.Uri.file(value) : vscode.Uri.joinPath(folder, value);
  const value = await vscode.window.showInputBox({
    title: TITLE,
    prompt: 'The file to write. Its folders are made.',
    value: shown,
    valueSelection: [shown.length, shown.length],
    ignoreFocusOut: true,
    validateInput: async (value) => {
      if (value.trim() === '') {
        return 'A page needs a name.';
      }
      return (await isThere(uriOf(value.trim()))) ? 'There is a file of this name already.' : undefined;
    },
  });
  return value === undefined ? undefined : uriOf(value.trim());
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

function untitled(): Thenable<vscode.TextDocument> {
  return vscode.workspace.openTextDocument({ language: 'markdown' });
}

async function created(uri: vscode.Uri): Promise<vscode.TextDocument> {
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(uri, { overwrite: false });
  if (!(await vscode.workspace.applyEdit(edit))) {
    throw new Error(`${uri.fsPath} cannot be written.`);
  }
  return vscode.workspace.openTextDocument(uri);
}

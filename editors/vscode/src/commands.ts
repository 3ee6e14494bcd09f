// The commands of the palette and of the checklist: each asks the server, or the editor, and shows the answer.

import * as vscode from 'vscode';
import type { Checklist, ChecklistItem } from './checklist';
import { newPage } from './newPage';
import { CHECK_SITE, FIX_ALL_KIND, INSERT_MISSING_KIND, type SiteFindings, type SiteParams } from './protocol';
import type { Server } from './server';
import { setUp } from './setUp';
import type { SiteFindingsView } from './siteFindings';

export function registerCommands(
  context: vscode.ExtensionContext,
  server: Server,
  checklist: Checklist,
  site: SiteFindingsView,
): void {
  const commands: Record<string, (...given: never[]) => unknown> = {
    'docent.newPage': (folder?: vscode.Uri) => newPage(server, folder),
    'docent.fixPage': () => applyAction(FIX_ALL_KIND),
    'docent.insertMissing': () => applyAction(INSERT_MISSING_KIND),
    'docent.showChecklist': () => checklist.show(),
    'docent.checkSite': () => checkSite(server, site),
    'docent.setUp': () => setUp(),
    'docent.restart': () => server.restart(),
    'docent.showLog': () => server.log.show(),
    'docent.chooseServer': () => server.chooseProgram(),
    'docent.goToItem': (element: ChecklistItem) => goTo(server, element),
    'docent.insertItem': (element: ChecklistItem) => applyFix(server, element),
    'docent.repairItem': (element: ChecklistItem) => applyFix(server, element),
  };
  for (const [name, run] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(name, run));
  }
}

/** The one action of this kind; where there is none, the editor says so. */
async function applyAction(kind: string): Promise<void> {
  if (vscode.window.activeTextEditor === undefined) {
    void vscode.window.showInformationMessage('Docent: there is no page in the editor.');
    return;
  }
  await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
  await vscode.commands.executeCommand('editor.action.codeAction', { kind, apply: 'first' });
}

async function goTo(server: Server, element: ChecklistItem): Promise<void> {
  const range = server.converter?.asRange(element.item.range);
  if (range !== undefined) {
    // The beginning is enough: a section that is selected as a whole is lost with the next key.
    const selection = new vscode.Range(range.start, range.start);
    const editor = await vscode.window.showTextDocument(element.document, { selection });
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }
}

async function applyFix(server: Server, element: ChecklistItem): Promise<void> {
  const edit = element.item.fix && (await server.converter?.asWorkspaceEdit(element.item.fix.edit));
  const isOfPage = (editor: vscode.TextEditor) => editor.document.uri.toString() === element.document.toString();
  const editor = vscode.window.visibleTextEditors.find(isOfPage);
  if (edit === undefined || editor === undefined) {
    return;
  }
  // Through the editor, and not as an edit of the workspace: that would change what is shown of a file that is read-only.
  const edits = edit.get(element.document);
  if (editor.document.version === element.version) {
    await editor.edit((builder) => edits.forEach(({ range, newText }) => builder.replace(range, newText)));
  }
  if (editor.document.version === element.version) {
    void vscode.window.showWarningMessage('Docent: this page is read-only; nothing was done.');
  }
}

async function checkSite(server: Server, site: SiteFindingsView): Promise<void> {
  const converter = server.converter;
  const uri = vscode.window.activeTextEditor?.document.uri ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  const params: SiteParams = uri === undefined ? {} : { uri: uri.toString() };
  const found = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: 'Docent: checking the site' },
    () => server.request<SiteFindings>(CHECK_SITE, params),
  );
  if (found === null || converter === undefined) {
    void vscode.window.showInformationMessage('Docent: there is no site to check here.');
    return;
  }
  const pages = found.pages.map(async (page): Promise<[vscode.Uri, vscode.Diagnostic[]]> => {
    return [vscode.Uri.parse(page.uri), await converter.asDiagnostics(page.diagnostics)];
  });
  site.show(await Promise.all(pages));
  // Not awaited: what is found shall be said in any case.
  void vscode.commands.executeCommand('workbench.panel.markers.view.focus');
  void vscode.window.showInformationMessage(`Docent: ${found.summary}`);
}

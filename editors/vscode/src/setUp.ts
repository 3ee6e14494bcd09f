// Setting docent up for a folder that has no docent.yaml: on command, and offered once where no template holds.

import * as vscode from 'vscode';

const KIND = 'source.setUp.docent';
const OFFERED = 'docent.setUpOffered';

/** Pages that the server was asked about. */
const looked = new Set<string>();

/** When to ask, in milliseconds: what offers it may not be there yet when the first page is. */
const LOOKS = [0, 1000, 3000, 10_000];

/** Makes the docent.yaml that the server composes, and shows it. */
export async function setUp(): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const edit = document && (await action(document.uri))?.edit;
  const file = edit?.entries()[0]?.[0];
  if (edit === undefined || file === undefined) {
    const why = 'a template holds for the page in the editor, there is a docent.yaml, or there is no page.';
    void vscode.window.showInformationMessage(`Docent: there is nothing to set up here: ${why}`);
    return;
  }
  if (await vscode.workspace.applyEdit(edit)) {
    await vscode.window.showTextDocument(file);
  }
}

/** Asks the author, once in this workspace, if the server would set it up for this page. */
export async function offerSetUp(context: vscode.ExtensionContext, document: vscode.TextDocument): Promise<void> {
  const name = document.uri.toString();
  const inWorkspace = vscode.workspace.getWorkspaceFolder(document.uri) !== undefined;
  const isSaid = () => context.workspaceState.get<boolean>(OFFERED) === true;
  if (document.languageId !== 'markdown' || !inWorkspace || looked.has(name) || isSaid()) {
    return;
  }
  looked.add(name);
  let isOffered = false;
  for (const pause of LOOKS) {
    await new Promise((done) => setTimeout(done, pause));
    if (isSaid() || vscode.window.activeTextEditor?.document !== document) {
      looked.delete(name);
      return;
    }
    // A question that is called off says nothing: VS Code does so whenever another extension begins to offer something for pages.
    isOffered = (await action(document.uri).catch(() => undefined)) !== undefined;
    if (isOffered) {
      break;
    }
  }
  if (!isOffered) {
    return;
  }
  await context.workspaceState.update(OFFERED, true);
  const yes = 'Set Up';
  const question = 'Docent: no page template holds for this page. Make a docent.yaml that says which templates there are?';
  if ((await vscode.window.showInformationMessage(question, yes, 'Not Now')) === yes) {
    await setUp();
  }
}

async function action(document: vscode.Uri): Promise<vscode.CodeAction | undefined> {
  const place = new vscode.Range(0, 0, 0, 0);
  const command = 'vscode.executeCodeActionProvider';
  const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(command, document, place, KIND, 1);
  return found.find((action) => action.kind?.value === KIND);
}

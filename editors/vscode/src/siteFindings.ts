// Findings of pages that are not open, as "Check Whole Site" found them. A page that is open shows its own.

import * as vscode from 'vscode';

export class SiteFindingsView implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('docent site');
  private readonly subscriptions: vscode.Disposable[];

  constructor() {
    const opened = vscode.workspace.onDidOpenTextDocument((document) => this.collection.delete(document.uri));
    const deleted = vscode.workspace.onDidDeleteFiles((event) => event.files.forEach((it) => this.collection.delete(it)));
    this.subscriptions = [this.collection, opened, deleted];
  }

  show(pages: [vscode.Uri, vscode.Diagnostic[]][]): void {
    const open = new Set(vscode.workspace.textDocuments.map((document) => document.uri.toString()));
    this.collection.clear();
    // What the server has told of a page by itself is not shown twice.
    const isTold = (uri: vscode.Uri) => vscode.languages.getDiagnostics(uri).some((it) => it.source === 'docent');
    this.collection.set(pages.filter(([uri]) => !open.has(uri.toString()) && !isTold(uri)));
  }

  dispose(): void {
    this.subscriptions.forEach((it) => it.dispose());
  }
}

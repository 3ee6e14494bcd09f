// The view "Page Checklist": the server's report about the page in the editor, as a tree that follows typing.

import * as vscode from 'vscode';
import { ResponseError } from 'vscode-languageclient/node';
import { PAGE_REPORT, type PageReport, type PageReportParams, type ReportItem } from './protocol';
import type { Server } from './server';

/** An item of the report with its place in the tree, which tells it from another one of the same name. */
export interface ChecklistItem {
  item: ReportItem;
  id: string;
  parent: ChecklistItem | undefined;
  document: vscode.Uri;
  /** Of the document, when the report was made. */
  version: number;
}

export class Checklist implements vscode.TreeDataProvider<ChecklistItem>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<ChecklistItem>;
  private readonly subscriptions: vscode.Disposable[] = [];
  private report: PageReport | null = null;
  private document: vscode.Uri | undefined;
  private isAsking = false;
  private isStale = false;

  constructor(
    private readonly server: Server,
    private readonly onReport: (report: PageReport | null) => void,
  ) {
    this.view = vscode.window.createTreeView('docent.checklist', { treeDataProvider: this, showCollapseAll: true });
    this.subscriptions.push(
      this.view,
      this.changed,
      vscode.window.onDidChangeActiveTextEditor(() => void this.refresh()),
      vscode.window.onDidChangeVisibleTextEditors(() => void this.refresh()),
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document === this.page()) {
          void this.refresh();
        }
      }),
      // What the page is held against may have changed, and the page not.
      vscode.languages.onDidChangeDiagnostics((event) => {
        const uri = this.page()?.uri.toString();
        if (event.uris.some((changed) => changed.toString() === uri)) {
          void this.refresh();
        }
      }),
    );
  }

  /** Asks for the report of the page in the editor. While an answer is awaited, further calls come to one more question. */
  async refresh(): Promise<void> {
    if (this.isAsking) {
      this.isStale = true;
      return;
    }
    this.isAsking = true;
    try {
      do {
        this.isStale = false;
        await this.ask();
      } while (this.isStale);
    } finally {
      this.isAsking = false;
    }
  }

  async show(): Promise<void> {
    await vscode.commands.executeCommand('docent.checklist.focus');
  }

  getTreeItem(element: ChecklistItem): vscode.TreeItem {
    return treeItem(element);
  }

  getChildren(element?: ChecklistItem): ChecklistItem[] {
    const items = element === undefined ? this.report?.items : element.item.children;
    const document = this.document;
    if (items === undefined || document === undefined) {
      return [];
    }
    const before = element?.id ?? document.toString();
    const version = this.report?.version ?? 0;
    const id = (item: ReportItem, index: number) => `${before}/${item.kind}${index}`;
    return items.map((item, index) => ({ item, id: id(item, index), parent: element, document, version }));
  }

  getParent(element: ChecklistItem): ChecklistItem | undefined {
    return element.parent;
  }

  dispose(): void {
    this.subscriptions.forEach((it) => it.dispose());
  }

  /** The page in the editor. While something else has the focus (the log, a search), the one before, as long as it is seen. */
  private page(): vscode.TextDocument | undefined {
    const active = vscode.window.activeTextEditor?.document;
    if (active !== undefined && ['file', 'untitled'].includes(active.uri.scheme)) {
      return active;
    }
    const seen = vscode.window.visibleTextEditors.map((editor) => editor.document);
    return seen.find((document) => document.uri.toString() === this.document?.toString());
  }

  private async ask(): Promise<void> {
    const document = this.page();
    const params: PageReportParams | undefined = document && { textDocument: { uri: document.uri.toString() } };
    try {
      const report = params === undefined ? null : await this.server.request<PageReport>(PAGE_REPORT, params);
      this.take(report, document?.uri);
    } catch (error) {
      // A request that came to nothing, because the server was stopped or the text changed: the next one follows.
      if (!(error instanceof ResponseError)) {
        this.server.log.debug(`no page report: ${String(error)}`);
      }
    }
  }

  private take(report: PageReport | null, document: vscode.Uri | undefined): void {
    this.report = report;
    this.document = document;
    this.view.description = report?.template.title ?? '';
    const open = report === null ? 0 : report.counts.missing + report.counts.different;
    this.view.badge = undefined;
    this.view.message = report !== null && open === 0 && report.counts.otherFindings === 0 ? report.summary : '';
    void vscode.commands.executeCommand('setContext', 'docent.hasReport', report !== null);
    this.changed.fire(undefined);
    this.onReport(report);
  }
}

const icons: Record<ReportItem['state'], [string, string]> = {
  done: ['pass', 'testing.iconPassed'],
  missing: ['circle-large-outline', 'list.errorForeground'],
  different: ['warning', 'list.warningForeground'],
  optional: ['dash', 'disabledForeground'],
};

const words: Record<ReportItem['state'], string> = {
  done: '',
  missing: 'missing',
  different: 'different',
  optional: 'optional',
};

/** Something that is there, and lacks something that belongs into it. */
const INCOMPLETE: [string, string] = ['circle-large-outline', 'list.warningForeground'];

/** What is left to do inside an item. */
function open(item: ReportItem): number {
  const within = (child: ReportItem) => (child.state === 'missing' || child.state === 'different' ? 1 : 0) + open(child);
  return (item.children ?? []).reduce((sum, child) => sum + within(child), 0);
}

function treeItem(element: ChecklistItem): vscode.TreeItem {
  const { item } = element;
  const children = item.children?.length ?? 0;
  const left = open(item);
  const state =
    left === 0 ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.Expanded;
  const tree = new vscode.TreeItem(item.name, children === 0 ? vscode.TreeItemCollapsibleState.None : state);
  const isIncomplete = item.state === 'done' && left > 0;
  const [icon, color] = isIncomplete ? INCOMPLETE : icons[item.state];
  tree.id = `${element.id}/${left === 0}`;
  tree.iconPath = new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
  tree.description = item.note ?? (isIncomplete ? `${left} to do` : words[item.state]);
  tree.tooltip = [item.name, tree.description, ...(item.rules ?? [])].filter((part) => part !== '').join('\n');
  tree.command = { command: 'docent.goToItem', title: 'Go There', arguments: [element] };
  if (item.fix !== undefined) {
    tree.contextValue = item.state;
    tree.tooltip += `\n\n${item.fix.title}`;
  }
  tree.accessibilityInformation = { label: `${item.name}, ${item.note ?? item.state}` };
  return tree;
}

// The status bar's item: the page in the editor in a few words, or what is the matter with the server.

import * as vscode from 'vscode';
import type { PageReport } from './protocol';
import type { ServerState } from './server';

export class StatusItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('docent.page', vscode.StatusBarAlignment.Left, 10);
  private server: ServerState = 'starting';
  private report: PageReport | null = null;

  constructor() {
    this.item.name = 'Docent: page';
  }

  showServer(state: ServerState): void {
    this.server = state;
    this.render();
  }

  showReport(report: PageReport | null): void {
    this.report = report;
    this.render();
  }

  dispose(): void {
    this.item.dispose();
  }

  private render(): void {
    const trouble = troubles[this.server];
    if (trouble !== undefined) {
      this.show(`$(warning) ${trouble.text}`, trouble.tooltip, trouble.command);
      this.item.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground');
      return;
    }
    this.item.backgroundColor = undefined;
    if (this.report === null) {
      this.item.hide();
      return;
    }
    this.show(`$(checklist) ${this.report.summary}`, tooltip(this.report), 'docent.showChecklist');
  }

  private show(text: string, tooltip: string, command: string): void {
    this.item.text = text;
    this.item.tooltip = tooltip;
    this.item.command = command;
    this.item.accessibilityInformation = { label: text.replace(/\$\([a-z-]+\) /, 'Docent: '), role: 'button' };
    this.item.show();
  }
}

interface Trouble {
  text: string;
  tooltip: string;
  command: string;
}

const troubles: Partial<Record<ServerState, Trouble>> = {
  missing: {
    text: 'docent not found',
    tooltip: 'The program docent was not found. Click to choose it.',
    command: 'docent.chooseServer',
  },
  stopped: { text: 'docent stopped', tooltip: 'The server does not run. Click to restart it.', command: 'docent.restart' },
};

function tooltip(report: PageReport): string {
  const { done, missing, different } = report.counts;
  return `${report.template.id}: ${done} done, ${missing} missing, ${different} different. Click for the checklist.`;
}

// Starts the server and shows what it says. What is right or wrong in a page is the server's business alone.

import * as vscode from 'vscode';
import { Checklist } from './checklist';
import { registerCommands } from './commands';
import { Server } from './server';
import { offerSetUp } from './setUp';
import { SiteFindingsView } from './siteFindings';
import { StatusItem } from './status';

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  server = new Server(context);
  const site = new SiteFindingsView();
  const status = new StatusItem();
  const checklist = new Checklist(server, (report) => {
    status.showReport(report);
    const document = vscode.window.activeTextEditor?.document;
    if (server?.state === 'running' && report === null && document !== undefined) {
      void offerSetUp(context, document);
    }
  });
  server.onState((state) => {
    status.showServer(state);
    void checklist.refresh();
  });
  context.subscriptions.push(server, site, status, checklist);
  registerCommands(context, server, checklist, site);
  await server.start();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

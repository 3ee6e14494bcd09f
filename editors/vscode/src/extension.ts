// Starts the server and shows what it says. What is right or wrong in a page is the server's business alone.

import * as vscode from 'vscode';
import { Checklist } from './checklist';
import { registerCommands } from './commands';
import { Server } from './server';
import { SiteFindingsView } from './siteFindings';
import { StatusItem } from './status';

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  server = new Server(context);
  const site = new SiteFindingsView();
  const status = new StatusItem();
  const checklist = new Checklist(server, (report) => status.showReport(report));
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

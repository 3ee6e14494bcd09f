// The server's life: found, started, started again, gone. Everybody else asks through `request`.

import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  ErrorCodes,
  LanguageClient,
  LanguageClientOptions,
  ResponseError,
  ServerOptions,
  State,
} from 'vscode-languageclient/node';
import { findServer } from './binary';

/** `missing`: there is no program to start. `stopped`: it does not run, and nobody is about to start it. */
export type ServerState = 'starting' | 'running' | 'stopped' | 'missing';

/** What never reached a server is no news for an author, it stands in the log: the server is started again, and asked again. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown, showNotification: boolean | 'force' = true): void {
    super.error(message, data, showNotification === true ? !isOfTransport(data) : showNotification);
  }
}

/** Whether a message failed on its way; one that could not be written or read fails with a response, too, that nobody gave. */
function isOfTransport(error: unknown): boolean {
  const unanswered: number[] = [ErrorCodes.MessageWriteError, ErrorCodes.MessageReadError];
  return error instanceof Error && (!(error instanceof ResponseError) || unanswered.includes(error.code));
}

/** After so many ends within so many milliseconds it is left alone. */
const MOST_RESTARTS = 4;
const RESTART_WINDOW = 180_000;

export class Server implements vscode.Disposable {
  state: ServerState = 'starting';
  readonly log = vscode.window.createOutputChannel('Docent', { log: true });
  private client: LanguageClient | undefined;
  private listeners: ((state: ServerState) => void)[] = [];
  private readonly subscriptions: vscode.Disposable[] = [];
  private ends: number[] = [];

  constructor(private readonly context: vscode.ExtensionContext) {
    const settings = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('docent.server.path')) {
        void this.restart();
      }
    });
    // What the workspace's settings say counts once the workspace is trusted.
    const trust = vscode.workspace.onDidGrantWorkspaceTrust(() => void this.restart());
    this.subscriptions.push(settings, trust, this.log);
  }

  onState(listener: (state: ServerState) => void): void {
    this.listeners.push(listener);
    listener(this.state);
  }

  async start(): Promise<void> {
    const found = findServer(this.context);
    if ('lookedFor' in found) {
      this.log.error(`the program docent was not found: ${found.lookedFor}`);
      this.setState('missing');
      void this.tellMissing(found.lookedFor);
      return;
    }
    this.log.info(`starting ${found.path} lsp`);
    this.setState('starting');
    const client = new QuietClient('docent', 'Docent', serverOptions(found.path), this.clientOptions());
    this.client = client;
    client.onDidChangeState(({ newState }) => {
      if (this.client !== client) {
        return;
      }
      if (newState !== State.Running) {
        this.setState(newState === State.Starting ? 'starting' : 'stopped');
        return;
      }
      // Only after its start is over does the server know the documents that are open.
      const isRunning = () => this.client === client && client.isRunning() && this.setState('running');
      void client.start().then(isRunning, () => undefined);
    });
    try {
      await client.start();
    } catch (error) {
      this.log.error(`${found.path} does not start: ${String(error)}`);
      this.setState('stopped');
      void this.tellStopped(`${found.path} does not start.`);
    }
  }

  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (client !== undefined) {
      // One that never started, or is gone already, cannot be stopped.
      await client.dispose().catch(() => undefined);
    }
  }

  async restart(): Promise<void> {
    await this.stop();
    this.ends = [];
    await this.start();
  }

  /** The answer; `null` while there is no server to ask. */
  async request<R>(method: string, params: object): Promise<R | null> {
    if (this.client === undefined || this.state !== 'running') {
      return null;
    }
    return this.client.sendRequest<R | null>(method, params);
  }

  /** The client itself, for converting what the server says. */
  get converter(): LanguageClient['protocol2CodeConverter'] | undefined {
    return this.client?.protocol2CodeConverter;
  }

  async chooseProgram(): Promise<void> {
    const chosen = await vscode.window.showOpenDialog({ title: 'The program docent', canSelectMany: false });
    if (chosen?.[0] !== undefined) {
      const settings = vscode.workspace.getConfiguration('docent');
      await settings.update('server.path', chosen[0].fsPath, vscode.ConfigurationTarget.Global);
    }
  }

  dispose(): void {
    this.subscriptions.forEach((it) => it.dispose());
  }

  private setState(state: ServerState): void {
    this.state = state;
    void vscode.commands.executeCommand('setContext', 'docent.server', state);
    this.listeners.forEach((listener) => listener(state));
  }

  private clientOptions(): LanguageClientOptions {
    const settings = vscode.workspace.getConfiguration('docent');
    return {
      documentSelector: [
        { scheme: 'file', language: 'markdown' },
        { scheme: 'untitled', language: 'markdown' },
        { scheme: 'file', language: 'mdx' },
        { scheme: 'file', pattern: '**/docent.yaml' },
      ],
      initializationOptions: { ...settings },
      outputChannel: this.log,
      // Asked for again when somebody looks at a page, and not only at the one that was changed.
      diagnosticPullOptions: { onChange: true, onSave: true, onTabs: true },
      markdown: { supportHtml: false },
      errorHandler: {
        // A pipe that breaks is told by its end, and the end is dealt with.
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => this.closed(),
      },
      middleware: {
        // The lens is there to be read; here a click on it shows all of it.
        provideCodeLenses: async (document, token, next) => {
          const lenses = await next(document, token);
          for (const lens of lenses ?? []) {
            if (lens.command?.command === '') {
              lens.command = { ...lens.command, command: 'docent.showChecklist' };
            }
          }
          return lenses;
        },
      },
    };
  }

  private closed(): { action: CloseAction; handled: boolean } {
    const now = Date.now();
    this.ends = [...this.ends.filter((end) => now - end < RESTART_WINDOW), now];
    if (this.ends.length <= MOST_RESTARTS) {
      this.log.warn('the server ended by itself; it is started again');
      return { action: CloseAction.Restart, handled: true };
    }
    this.log.error(`the server ended ${this.ends.length} times within three minutes; it is left alone`);
    void this.tellStopped(`The server ended ${this.ends.length} times within three minutes.`);
    return { action: CloseAction.DoNotRestart, handled: true };
  }

  private async tellMissing(lookedFor: string): Promise<void> {
    const choose = 'Choose the Program…';
    const settings = 'Open Settings';
    const message = `Docent checks nothing: the program docent was not found (${lookedFor}).`;
    const answer = await vscode.window.showErrorMessage(message, choose, settings);
    if (answer === choose) {
      await this.chooseProgram();
    } else if (answer === settings) {
      await vscode.commands.executeCommand('workbench.action.openSettings', 'docent.server.path');
    }
  }

  private async tellStopped(what: string): Promise<void> {
    const restart = 'Restart Server';
    const log = 'Show Log';
    const answer = await vscode.window.showErrorMessage(`Docent: ${what}`, restart, log);
    if (answer === restart) {
      await this.restart();
    } else if (answer === log) {
      this.log.show();
    }
  }
}

function serverOptions(command: string): ServerOptions {
  return { command, args: ['lsp'] };
}

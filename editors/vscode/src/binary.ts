// Which program is the server: the one that the settings name, the one that came with the extension, or one on the PATH.

import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';

const PROGRAM = process.platform === 'win32' ? 'docent.exe' : 'docent';

/** The program's path, or where it was looked for in vain. */
export type Found = { path: string } | { lookedFor: string };

export function findServer(context: vscode.ExtensionContext): Found {
  const setting = vscode.workspace.getConfiguration('docent').get<string>('server.path', '').trim();
  if (setting !== '') {
    const named = withHome(setting);
    return isProgram(named) ? { path: named } : { lookedFor: `${setting} (docent.server.path)` };
  }
  const own = context.asAbsolutePath(path.join('server', PROGRAM));
  if (fs.existsSync(own)) {
    makeExecutable(own);
    return { path: own };
  }
  const onPath = (process.env['PATH'] ?? '')
    .split(path.delimiter)
    // A relative entry would be a place of the workspace's choosing.
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, PROGRAM))
    .find(isProgram);
  return onPath === undefined ? { lookedFor: 'in the extension and on the PATH' } : { path: onPath };
}

function withHome(name: string): string {
  return name.startsWith('~/') ? path.join(os.homedir(), name.slice(2)) : name;
}

function isProgram(name: string): boolean {
  try {
    fs.accessSync(name, fs.constants.X_OK);
    return fs.statSync(name).isFile();
  } catch {
    return false;
  }
}

/** Some ways of unpacking an extension lose the bit. */
function makeExecutable(name: string): void {
  try {
    fs.accessSync(name, fs.constants.X_OK);
  } catch {
    fs.chmodSync(name, 0o755);
  }
}

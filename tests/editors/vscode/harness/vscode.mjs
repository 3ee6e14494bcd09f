// VS Code's own server with the packaged extension in it, in a process group of its own.

import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { waitFor } from './wait.mjs';

export const CACHE = process.env.DOCENT_EDITORS_CACHE;
const VSCODE = path.join(CACHE, 'code-server/node_modules/code-server/lib/vscode');

const QUIET = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.layoutControl.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.commandCenter.enabled': false,
  'window.commandCenter': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'git.enabled': false,
  'editor.wordBasedSuggestions': 'off',
  'editor.accessibilitySupport': 'off',
  'editor.minimap.enabled': false,
  'editor.cursorBlinking': 'solid',
  'editor.wordWrap': 'on',
  'markdown.validate.enabled': false,
  'security.workspace.trust.enabled': false,
};

/** Starts it. `settings` are the author's own, for all windows opened later; `environment` is what the server finds there. */
export async function startVsCode({ name, vsix, settings = {}, environment = {} }) {
  const run = path.join(CACHE, 'run', name);
  fs.rmSync(run, { recursive: true, force: true });
  fs.mkdirSync(path.join(run, 'data/User'), { recursive: true });
  const setSettings = (changed) =>
    fs.writeFileSync(path.join(run, 'data/User/settings.json'), JSON.stringify({ ...QUIET, ...settings, ...changed }, null, 2));
  setSettings({});
  const folders = ['--server-data-dir', run, '--extensions-dir', path.join(run, 'ext')];
  if (vsix !== undefined) {
    const given = [...folders, '--install-extension', vsix];
    const installed = spawnSync(process.execPath, ['out/server-main.js', ...given], { cwd: VSCODE, encoding: 'utf8' });
    if (installed.status !== 0) throw new Error(`the extension cannot be installed: ${installed.stdout}${installed.stderr}`);
  }
  const port = await freePort();
  const log = fs.openSync(path.join(run, 'server.log'), 'w');
  const child = spawn(
    process.execPath,
    ['out/server-main.js', '--enable-smoke-test-driver', '--host', '127.0.0.1', '--port', `${port}`,
      '--without-connection-token', '--accept-server-license-terms', '--telemetry-level', 'off', ...folders],
    { cwd: VSCODE, detached: true, stdio: ['ignore', log, log], env: { ...process.env, EXTENSIONS_GALLERY: '{}', ...environment } },
  );
  const base = `http://127.0.0.1:${port}`;
  await waitFor('VS Code answers', async () => (await fetch(`${base}/version`)).ok);
  return {
    base,
    port,
    run,
    setSettings,
    address: (folder, payload = []) => {
      const all = JSON.stringify(payload);
      return `${base}/?folder=${encodeURIComponent(folder)}&payload=${encodeURIComponent(all)}`;
    },
    uri: (file) => `vscode-remote://127.0.0.1:${port}${encodeURI(file)}`,
    stop: () => {
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It is gone already.
      }
    },
  };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

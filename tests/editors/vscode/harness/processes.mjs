// The servers that a VS Code has started, found by the place of their program.

import fs from 'node:fs';
import path from 'node:path';

/** Process ids of the servers whose program lies below `folder`. */
export function serverProcesses(folder) {
  const below = path.join(folder, 'ext') + path.sep;
  return fs.readdirSync('/proc').filter((id) => {
    try {
      return /^\d+$/.test(id) && fs.readlinkSync(`/proc/${id}/exe`).startsWith(below);
    } catch {
      return false;
    }
  });
}

export function killServers(folder) {
  for (const id of serverProcesses(folder)) process.kill(Number(id), 'SIGKILL');
}

// Packages the extension, with the server in it, for the platform it runs on.
//
//   node scripts/package.mjs [OUT.vsix]     the server is $DOCENT_BIN, else the release build of this repository
//   DOCENT_BIN= node scripts/package.mjs    without a server: for any platform, finds one on the PATH
import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('..', import.meta.url));
const program = process.platform === 'win32' ? 'docent.exe' : 'docent';
const server = process.env.DOCENT_BIN ?? path.join(folder, '../../target/release', program);
const target = `${process.platform === 'win32' ? 'win32' : process.platform}-${process.arch}`;
const output = path.resolve(process.argv[2] ?? path.join(folder, server === '' ? 'docent.vsix' : `docent-${target}.vsix`));

function run(command, given) {
  const { status } = spawnSync(command, given, { cwd: folder, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

rmSync(path.join(folder, 'server'), { recursive: true, force: true });
if (server !== '') {
  if (!existsSync(server)) {
    console.error(`There is no ${server}: build it (cargo build --release), or name another one in DOCENT_BIN.`);
    process.exit(2);
  }
  mkdirSync(path.join(folder, 'server'));
  copyFileSync(server, path.join(folder, 'server', program));
  chmodSync(path.join(folder, 'server', program), 0o755);
  for (const licence of ['LICENSE-MIT', 'LICENSE-APACHE']) {
    copyFileSync(path.join(folder, '../..', licence), path.join(folder, licence));
  }
}
run(process.execPath, ['scripts/build.mjs']);
const vsce = path.join(folder, 'node_modules/@vscode/vsce/vsce');
const platform = server === '' ? [] : ['--target', target];
run(process.execPath, [vsce, 'package', '--no-dependencies', '--skip-license', '--allow-missing-repository', '--no-rewrite-relative-links', ...platform, '--out', output]);
console.log(`${output} ${Math.round(statSync(output).size / 1024)} kB`);

"""A real Neovim with docent's plugin, driven as its user drives it: by keys, with a screen attached."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import unittest
from pathlib import Path

import pynvim

REPOSITORY = Path(__file__).resolve().parents[3]
PLUGIN = REPOSITORY / "editors" / "neovim"
EXAMPLE = REPOSITORY / "examples" / "liveperson-site"
INIT = Path(__file__).with_name("init.lua")
OVERVIEW = "Documents/TeamTools/ClockInAPI/overview.md"
# Seconds. Never waited for in full: what is waited for is looked at again and again.
PATIENCE = 20
LONGEST_TEST = 60


def environment(home, **more):
    """Nothing of the user's own configuration, state or data."""
    folders = {name: str(Path(home) / name) for name in ("config", "data", "state", "cache")}
    for folder in folders.values():
        os.makedirs(folder, exist_ok=True)
    return {
        **os.environ,
        "XDG_CONFIG_HOME": folders["config"],
        "XDG_DATA_HOME": folders["data"],
        "XDG_STATE_HOME": folders["state"],
        "XDG_CACHE_HOME": folders["cache"],
        "DOCENT_PLUGIN": str(PLUGIN),
        **more,
    }


class Neovim:
    def __init__(self, folder, home, init=INIT, **more):
        socket = f"{home}.socket"
        # Instead of "Press ENTER", which may come up at any moment and lets every call wait for ever, a moment's wait.
        quietly = ["--cmd", "set messagesopt=wait:1,history:500"]
        command = [os.environ["NVIM_UNDER_TEST"], "--headless", "--clean", "-n", *quietly, "--listen", socket, "-u", str(init)]
        self.process = subprocess.Popen(
            command, cwd=folder, env=environment(home, **more), stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.nvim = self.attach(socket)
        self.nvim.ui_attach(140, 45, rgb=True)
        # Any other question to the user does the same.
        self.watchdog = threading.Timer(LONGEST_TEST, self.kill)
        self.watchdog.daemon = True
        self.watchdog.start()

    def attach(self, socket):
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return pynvim.attach("socket", path=socket)
            except OSError:
                assert time.monotonic() < end and self.process.poll() is None, "Neovim does not start"
                time.sleep(0.01)

    def lua(self, code, *arguments):
        return self.nvim.exec_lua(code, *arguments)

    def command(self, command):
        self.nvim.command(command)

    def keys(self, keys):
        self.nvim.input(keys)

    def open(self, path):
        self.command(f"edit {path}")

    def lines(self, buffer=None):
        return list((buffer or self.nvim.current.buffer)[:])

    def text(self):
        return "\n".join(self.lines())

    def screen(self):
        """What stands on the screen, line by line."""
        code = """
            local lines = {}
            for row = 1, vim.o.lines do
              local cells = {}
              for column = 1, vim.o.columns do cells[column] = vim.fn.screenstring(row, column) end
              lines[row] = table.concat(cells):gsub('%s+$', '')
            end
            return lines
        """
        return "\n".join(self.lua(code))

    def told(self):
        return self.lua("return _G.told")

    def rules(self, path=None):
        """The rules of the findings in a buffer, sorted."""
        code = """
            local buffer = ... and vim.fn.bufnr(...) or 0
            return vim.tbl_map(function(found) return found.code end, vim.diagnostic.get(buffer))
        """
        return sorted(self.lua(code, path) if path else self.lua(code.replace("... and vim.fn.bufnr(...) or 0", "0")))

    def wait(self, what, why):
        """Until `what()` is true; gives its value."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            value = what()
            if value:
                return value
            time.sleep(0.02)
        raise AssertionError(f"{why}\ntold: {self.told()}\n{self.screen()}")

    def popup(self):
        """The words of the completion menu, None where none is open."""
        info = self.nvim.funcs.complete_info(["pum_visible", "items", "selected"])
        return [item["abbr"] or item["word"] for item in info["items"]] if info["pum_visible"] else None

    def server_pids(self):
        """The servers' processes: children of Neovim that were started as `docent lsp`."""
        pids = []
        for pid in children_of(self.process.pid):
            try:
                command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if b"lsp" in command:
                pids.append(pid)
        return pids

    def quit(self):
        """Ends Neovim as its user does. It must end well, and servers must not stay behind."""
        self.watchdog.cancel()
        servers = self.server_pids()
        self.nvim.command("qall!", async_=True)
        code = self.process.wait(PATIENCE)
        self.nvim.close()
        assert code == 0, f"Neovim ended with {code}"
        end = time.monotonic() + PATIENCE
        while any(is_running(pid) for pid in servers):
            assert time.monotonic() < end, f"servers stay behind: {servers}"
            time.sleep(0.02)

    def kill(self):
        """For a test that has failed half-way."""
        self.watchdog.cancel()
        if self.process.poll() is None:
            for pid in (*children_of(self.process.pid), self.process.pid):
                os.kill(pid, signal.SIGKILL)
            self.process.wait(PATIENCE)


def is_running(pid):
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


def children_of(pid):
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


class EditorTest(unittest.TestCase):
    """A copy of the example site for each test, and Neovim in it."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="docent-neovim-")).resolve()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.site = self.folder / "site"
        shutil.copytree(EXAMPLE, self.site)
        self.editors = []
        self.addCleanup(lambda: [editor.kill() for editor in self.editors])

    def start(self, folder=None, **more):
        editor = Neovim(folder or self.site, self.folder / f"home{len(self.editors)}", **more)
        self.editors.append(editor)
        return editor

    def start_on(self, path, rule=None, **more):
        """Neovim with this page, its findings there."""
        editor = self.start(**more)
        editor.open(path)
        editor.wait(lambda: rule in editor.rules() if rule else editor.rules(), f"no finding {rule or ''} in {path}")
        return editor

    def on_disk(self, path):
        return (self.site / path).read_text()


def headless(folder, home, script, **more):
    """Runs a Lua script in a Neovim without any screen; gives what it printed, and the exit code."""
    command = [os.environ["NVIM_UNDER_TEST"], "--headless", "--clean", "-n", "-u", str(INIT), "-c", f"luafile {script}"]
    run = subprocess.run(
        command, cwd=folder, env=environment(home, **more), capture_output=True, text=True, timeout=120, check=False
    )
    return run.stdout + run.stderr, run.returncode

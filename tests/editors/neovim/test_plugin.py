"""The plugin's own commands, its health check, its help, and the ways to install it."""

import os
import shutil
import subprocess
from pathlib import Path

from editor import OVERVIEW, PLUGIN, REPOSITORY, EditorTest, environment, headless


class Plugin(EditorTest):
    def checklist(self, editor):
        code = "local b = vim.fn.bufnr('docent://checklist') return b > 0 and vim.api.nvim_buf_get_lines(b, 0, -1, false) or {}"
        return editor.lua(code)

    def test_the_checklist_follows_the_page(self):
        editor = self.start_on(OVERVIEW, "missing-key")
        editor.keys(":DocentChecklist<CR>")
        editor.wait(lambda: any("✗ indicator" in line for line in self.checklist(editor)), "indicator is not missing")
        self.assertTrue(any("✗ Use cases" in line for line in self.checklist(editor)), self.checklist(editor))
        # The cursor stayed in the page, and the list follows while one types.
        editor.keys("/^permalink<CR>oindicator: bo")
        editor.wait(lambda: any("≠ indicator" in line for line in self.checklist(editor)), "it does not follow")
        editor.keys("th<Esc>")
        editor.wait(lambda: any("✓ indicator" in line for line in self.checklist(editor)), "it does not follow")
        # It goes along to another page.
        editor.open("Documents/ContentTools/PhraseBookAPI/overview.md")
        editor.wait(lambda: any("≠" in line and "indicator" in line for line in self.checklist(editor)), "wrong page")
        editor.keys(":DocentChecklist<CR>")
        editor.wait(lambda: len(editor.nvim.windows) == 1, "it does not close")
        editor.quit()

    def test_the_checklist_goes_there_and_puts_right(self):
        editor = self.start_on(OVERVIEW, "missing-section")
        page = editor.nvim.current.buffer
        editor.keys(":DocentChecklist<CR>")
        editor.wait(lambda: any("✗ Use cases" in line for line in self.checklist(editor)), "no checklist")
        editor.keys("<C-w>l/Use cases<CR>i")
        editor.wait(lambda: "### Use cases" in editor.lines(page), "nothing is inserted")
        editor.wait(lambda: not any("✗ Use cases" in line for line in self.checklist(editor)), "it does not follow")
        editor.keys("/Use cases<CR><CR>")
        editor.wait(lambda: editor.nvim.current.line == "### Use cases", "it does not go there")
        self.assertEqual(editor.nvim.current.buffer.number, page.number)
        editor.keys("<C-w>lq")
        editor.wait(lambda: len(editor.nvim.windows) == 1, "q does not close it")
        editor.quit()

    def test_the_site_in_the_quickfix_list(self):
        editor = self.start_on(OVERVIEW, "missing-key")
        editor.keys("/^permalink<CR>oindicator: both<Esc>:DocentCheckSite<CR>")
        items = editor.wait(lambda: editor.lua("return vim.fn.getqflist()"), "no list")
        found = {(Path(editor.nvim.buffers[item["bufnr"]].name).name, item["text"].rpartition(" ")[2]) for item in items}
        self.assertIn(("find-phrase.md", "[permalink-convention]"), found)
        self.assertIn(("translate-line.md", "[front-matter-syntax]"), found)
        # An open page counts as it is in its buffer.
        self.assertFalse(any("ClockIn" in editor.nvim.buffers[item["bufnr"]].name and "missing-key" in item["text"] for item in items))
        editor.wait(lambda: "permalink-convention" in editor.screen(), "the list is not open")
        editor.keys(":cfirst<CR>")
        editor.wait(lambda: editor.lua("return vim.bo.buftype") == "", "no way from the list to the page")
        editor.quit()

    def test_a_new_page(self):
        editor = self.start_on(OVERVIEW)
        page = "Documents/TeamTools/LunchBreakAPI/overview.md"
        answers = {"pagename": "Overview", "documentname": "Lunch Break API", "categoryname": "Team Tools"}
        editor.lua(
            """
            local answers, path = ...
            _G.asked = {}
            vim.ui.input = function(options, done)
              local key = options.prompt:match('^%w+')
              table.insert(_G.asked, options.prompt)
              done(options.prompt:match('Path') and path or answers[key] or '')
            end
            vim.ui.select = function(items, options, done)
              table.insert(_G.asked, options.prompt)
              done(items[1])
            end
            """,
            answers,
            page,
        )
        ids = editor.nvim.funcs.getcompletion("DocentNew ", "cmdline")
        self.assertIn("liveperson/overview", ids)
        editor.keys(":DocentNew liveperson/overview<CR>")
        editor.wait(lambda: editor.nvim.current.buffer.name.endswith("LunchBreakAPI/overview.md"), "no new page")
        editor.wait(lambda: "### Getting started" in editor.lines(), "the page is empty")
        self.assertIn("documentname: Lunch Break API", editor.lines())
        self.assertIn("permalink: lunch-break-api-overview.html", editor.lines())
        self.assertTrue(editor.lua("return vim.snippet.active()"))
        self.assertFalse((self.site / page).exists())
        editor.keys("<Esc>:write<CR>")
        editor.wait((self.site / page).exists, "not written")
        # What is there already is not touched.
        editor.keys(f":DocentNew liveperson/overview {OVERVIEW}<CR>")
        editor.wait(lambda: any("is there already" in told for told in editor.told()), "it would overwrite")
        editor.quit()

    def test_health_is_clean(self):
        editor = self.start_on(OVERVIEW)
        editor.command("checkhealth docent")
        editor.wait(lambda: "docent" in editor.text(), "no report")
        report = editor.text()
        self.assertNotRegex(report, "ERROR|WARNING|Warning|Error")
        self.assertIn("Runs for 1 buffer", report)
        self.assertIn(os.environ["DOCENT_BIN"], report)
        editor.quit()

    def test_help(self):
        editor = self.start()
        shutil.copytree(PLUGIN / "doc", self.folder / "help" / "doc")
        editor.command(f"helptags {self.folder}/help/doc")
        editor.command(f"set runtimepath+={self.folder}/help")
        for topic in ("docent", ":DocentNew", ":DocentFix", ":DocentChecklist", ":DocentCheckSite", "docent-install"):
            editor.command(f"help {topic}")
            self.assertTrue(editor.nvim.current.buffer.name.endswith("docent.txt"), topic)
        editor.quit()

    def test_headless(self):
        script = self.folder / "script.lua"
        script.write_text(
            f"""
            vim.cmd.edit('{OVERVIEW}')
            local found = vim.wait(10000, function() return #vim.diagnostic.get(0) > 0 end, 20)
            print('findings: ' .. tostring(found))
            vim.cmd.DocentFix()
            vim.cmd.write()
            print('closing line')
            vim.cmd.quitall()
            """
        )
        output, code = headless(self.site, self.folder / "home", script)
        self.assertIn("findings: true", output)
        self.assertIn("closing line", output)
        self.assertEqual(code, 0, output)
        self.assertIn("3. Note the [API terms of use]", self.on_disk(OVERVIEW))


class Installing(EditorTest):
    """The ways the README names, as far as they are Neovim's own."""

    def installed(self, init):
        path = self.folder / "init.lua"
        start = "vim.lsp.config('docent', { cmd = { vim.env.DOCENT_BIN, 'lsp' } })\nvim.lsp.enable('docent')\n"
        path.write_text("_G.told = {}\n" + init + start)
        return path

    def check(self, editor):
        editor.open(OVERVIEW)
        editor.wait(lambda: "missing-key" in editor.rules(), "no findings")
        self.assertEqual(editor.nvim.funcs.exists(":DocentChecklist"), 2)
        editor.quit()

    def test_as_a_package(self):
        pack = self.folder / "home0" / "data" / "nvim" / "site" / "pack" / "docent" / "start"
        pack.mkdir(parents=True)
        (pack / "docent").symlink_to(PLUGIN)
        # `--clean` takes the user's own folders away; this is one of them.
        site = pack.parents[2]
        init = self.installed(f"vim.opt.packpath:append('{site}')\n")
        self.check(self.start(init=init))

    def test_by_a_manager_that_knows_no_subfolders(self):
        init = self.installed(f"dofile('{REPOSITORY}' .. '/editors/neovim/load.lua')\n")
        editor = self.start(init=init)
        editor.command("help docent")
        self.check(editor)

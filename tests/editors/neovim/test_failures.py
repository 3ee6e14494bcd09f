"""What goes wrong in real life, and what the author gets to see of it."""

import os
import signal

from editor import OVERVIEW, EditorTest


class Failures(EditorTest):
    def test_the_program_is_missing(self):
        editor = self.start(DOCENT_BIN="/nowhere/docent")
        editor.open(OVERVIEW)
        editor.wait(editor.told, "nobody says that the program is missing")
        editor.open("Documents/TeamTools/index.md")
        editor.command("doautocmd FileType")
        self.assertEqual(len(editor.told()), 1, editor.told())
        self.assertIn("/nowhere/docent", editor.told()[0])
        editor.command("checkhealth docent")
        editor.wait(lambda: "is not there or cannot be executed" in editor.text(), "checkhealth does not say it")
        self.assertIn("vim.lsp.config('docent'", editor.text())
        editor.quit()

    def test_the_server_is_killed_while_typing(self):
        editor = self.start_on(OVERVIEW, "missing-key")
        (first,) = editor.server_pids()
        editor.keys("Gotyped bef")
        os.kill(first, signal.SIGKILL)
        editor.keys("ore and after")
        editor.wait(lambda: editor.server_pids() not in ([], [first]), "the server does not come back")
        editor.keys("<Esc>")
        editor.wait(lambda: "missing-key" in editor.rules(), "the findings do not come back")
        self.assertEqual(editor.lines()[-1].strip(), "typed before and after")
        # The new server has the text as it is now.
        editor.keys("/^permalink<CR>oindicator: both<Esc>")
        editor.wait(lambda: "missing-key" not in editor.rules(), "the new server does not follow")
        editor.quit()

    def test_a_server_that_keeps_dying_is_left_alone(self):
        editor = self.start_on(OVERVIEW, "missing-key")
        for _ in range(4):
            (pid,) = editor.wait(editor.server_pids, "the server does not come back")
            os.kill(pid, signal.SIGKILL)
            editor.wait(lambda dead=pid: dead not in editor.server_pids(), "it lives")
        editor.wait(lambda: any("not started again" in told for told in editor.told()), "no end of it")
        self.assertEqual(editor.server_pids(), [])
        editor.quit()

    def test_a_read_only_page(self):
        os.chmod(self.site / OVERVIEW, 0o444)
        editor = self.start_on(OVERVIEW, "missing-section")
        self.assertTrue(editor.lua("return vim.bo.readonly") or os.geteuid() == 0)
        editor.command("setlocal nomodifiable")
        before = editor.text()
        editor.keys(":DocentFix<CR>")
        editor.wait(lambda: any("cannot be changed" in told for told in editor.told()), "nothing is said")
        self.assertEqual(editor.text(), before)
        editor.quit()

    def test_a_page_outside_of_every_site(self):
        lone = self.folder / "lone" / "overview.md"
        lone.parent.mkdir()
        lone.write_text((self.site / OVERVIEW).read_text())
        editor = self.start_on(lone, "missing-key", folder=lone.parent)
        self.assertIn("missing-section", editor.rules())
        editor.keys(":DocentChecklist<CR>")
        editor.wait(lambda: "API overview" in editor.screen(), "no checklist")
        self.assertEqual(editor.told(), [])
        editor.quit()

    def test_markdown_that_is_nobodys_page_is_left_in_peace(self):
        lone = self.folder / "notes" / "todo.md"
        lone.parent.mkdir()
        lone.write_text("# To do\n\n- [ ] water the plants\n")
        editor = self.start(folder=lone.parent)
        editor.open(lone)
        editor.wait(lambda: editor.lua("return #vim.lsp.get_clients({ bufnr = 0 }) == 1"), "not attached")
        editor.keys("Gothe *last* line<Esc>:DocentChecklist<CR>")
        editor.wait(lambda: "no template" in editor.screen(), "no checklist")
        self.assertEqual((editor.rules(), editor.told()), ([], []))
        editor.quit()

    def test_other_yaml_is_not_docents(self):
        editor = self.start()
        editor.open("_config.yml")
        editor.open("docent.yaml")
        editor.wait(lambda: editor.lua("return #vim.lsp.get_clients({ bufnr = 0 }) == 1"), "docent.yaml is not checked")
        self.assertTrue(editor.lua("return #vim.lsp.get_clients({ bufnr = vim.fn.bufnr('_config.yml') }) == 0"))
        editor.quit()

    def test_a_configuration_with_an_error_is_told_once(self):
        configuration = self.site / "docent.yaml"
        configuration.write_text(configuration.read_text() + "rules:\n  missing-stepp: off\n")
        editor = self.start_on(OVERVIEW, "missing-key")
        editor.wait(editor.told, "nobody says that the configuration is wrong")
        editor.open("Documents/ContentTools/PhraseBookAPI/overview.md")
        editor.wait(lambda: "unknown-key" in editor.rules(), "the other page is not checked")
        editor.keys("Goand more<Esc>")
        editor.wait(lambda: editor.lua("return vim.b.changedtick") > 2, "nothing typed")
        self.assertEqual(len(editor.told()), 1, editor.told())
        self.assertIn("docent.yaml, line", editor.told()[0])
        self.assertIn("missing-stepp", editor.told()[0])
        editor.quit()

    def test_two_windows_on_one_site(self):
        first, second = self.start_on(OVERVIEW, "missing-key"), self.start_on(OVERVIEW, "missing-key")
        first.keys("/^permalink<CR>oindicator: both<Esc>:write<CR>")
        first.wait(lambda: "missing-key" not in first.rules(), "the finding stays")
        second.keys(":checktime<CR>")
        second.command("edit")
        second.wait(lambda: "missing-key" not in second.rules(), "the other window does not see it")
        first.quit()
        self.assertIn("missing-section", second.rules())
        second.quit()

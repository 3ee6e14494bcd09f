"""What is about several pages: renames, references, setting docent up."""

from editor import OVERVIEW, EditorTest

INDEX = "Documents/TeamTools/index.md"
NAVIGATION = "_data/documentsupdated.yaml"


class Site(EditorTest):
    def test_a_permalink_is_renamed_in_all_pages(self):
        editor = self.start_on(OVERVIEW, "missing-key")
        editor.keys("/^permalink<CR>f:w")
        editor.keys("grn")
        editor.wait(lambda: editor.nvim.api.get_mode()["mode"] == "c", "no question for the new name")
        self.assertEqual(editor.nvim.funcs.getcmdline(), "clock-in-api-overview.html")
        editor.keys("<C-u>time-clock-overview.html<CR>")
        editor.wait(lambda: "permalink: time-clock-overview.html" in editor.lines(), "the page keeps its address")
        editor.keys(":wall<CR>")
        editor.wait(lambda: "](time-clock-overview.html)" in self.on_disk(INDEX), "the other page keeps the old one")
        self.assertNotIn("](clock-in-api-overview.html)", self.on_disk(INDEX))
        self.assertIn("permalink: time-clock-overview.html", self.on_disk(NAVIGATION))
        self.assertIn("clock-in-api-overview.html", self.on_disk(OVERVIEW), "no redirect from the old address")
        editor.quit()

    def test_a_heading_is_renamed_with_the_links_to_it(self):
        page = "Documents/Guidelines/api-keys.md"
        linking = self.site / INDEX
        text = (self.site / page).read_text()
        (self.site / page).write_text(text + "\n### Keys of old\n\nSee [above](#keys-of-old).\n")
        linking.write_text(linking.read_text() + "\nAs [told](api-keys.html#keys-of-old).\n")
        editor = self.start()
        editor.open(page)
        editor.wait(lambda: editor.lua("return #vim.lsp.get_clients({ bufnr = 0 }) == 1"), "not attached")
        editor.keys("/^### Keys of<CR>wgrn")
        editor.wait(lambda: editor.nvim.api.get_mode()["mode"] == "c", "no question for the new name")
        editor.keys("<C-u>Keys of today<CR>")
        editor.wait(lambda: "See [above](#keys-of-today)." in editor.lines(), "the link in the page is left behind")
        editor.keys(":wall<CR>")
        editor.wait(lambda: "(api-keys.html#keys-of-today)" in self.on_disk(INDEX), "the other page is left behind")
        editor.quit()

    def test_references_and_definition(self):
        editor = self.start_on(OVERVIEW)
        editor.keys("/^permalink<CR>f:wgrr")
        editor.wait(lambda: editor.lua("return vim.fn.getqflist()"), "no references")
        names = [editor.nvim.buffers[item["bufnr"]].name for item in editor.lua("return vim.fn.getqflist()")]
        self.assertTrue(any(name.endswith(INDEX) for name in names), names)
        editor.keys(":cclose<CR>/agent-domain<CR><C-]>")
        editor.wait(lambda: editor.nvim.current.buffer.name.endswith("domain-lookup.md"), "no way to the page")
        editor.quit()

    def test_docent_is_set_up(self):
        (self.site / "docent.yaml").unlink()
        (self.site / "notes.md").write_text("# Notes\n\nWater the plants.\n")
        editor = self.start()
        editor.open("notes.md")
        editor.wait(lambda: editor.lua("return #vim.lsp.get_clients({ bufnr = 0 }) == 1"), "not attached")
        self.assertEqual((editor.rules(), editor.told()), ([], []), "it is not quiet")
        editor.keys("gra")
        editor.wait(lambda: "Set up docent for 'site'" in editor.screen(), "it is not offered")
        menu = editor.screen().splitlines()
        choice = next(line.split(":")[0].strip() for line in menu if "Set up docent" in line)
        editor.keys(f"{choice}<CR>")
        editor.wait(lambda: editor.nvim.funcs.bufloaded(str(self.site / "docent.yaml")), "nothing is made")
        editor.command(f"edit {self.site}/docent.yaml")
        self.assertRegex(editor.text(), r"\n  - liveperson # liveperson/overview \d+ pages, liveperson/page \d+ pages\n")
        editor.keys(":write<CR>")
        editor.wait(lambda: "templates:" in self.on_disk("docent.yaml"), "not saved")
        self.assertEqual((editor.rules(), editor.told()), ([], []), "what it makes is not right")
        editor.quit()

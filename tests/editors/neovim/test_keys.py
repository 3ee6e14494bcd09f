"""What an author does, key by key."""

from editor import OVERVIEW, EditorTest


class Keys(EditorTest):
    def test_findings_are_on_the_screen(self):
        editor = self.start_on(OVERVIEW, "missing-section")
        self.assertIn("missing-key", editor.rules())
        self.assertIn("missing-step", editor.rules())
        editor.command("lua vim.diagnostic.config({ virtual_text = true })")
        editor.wait(lambda: "indicator" in editor.screen(), "the finding is not shown")
        editor.quit()

    def test_a_value_by_completion(self):
        editor = self.start_on(OVERVIEW, "missing-key")
        editor.keys("/^permalink<CR>oindicator: ")
        editor.wait(lambda: editor.popup() == ["messaging", "chat", "both"], "the three values are not offered")
        self.assertIn("both", editor.screen())
        editor.keys("<C-n><C-n><C-n><C-y>")
        editor.wait(lambda: "indicator: both" in editor.lines(), "the value is not inserted")
        editor.keys("<Esc>")
        editor.wait(lambda: "missing-key" not in editor.rules(), "the finding stays")
        editor.quit()

    def test_a_key_by_its_first_letters(self):
        editor = self.start_on(OVERVIEW, "missing-key")
        editor.keys("/^permalink<CR>oind<C-x><C-o>")
        editor.wait(lambda: "indicator" in (editor.popup() or []), "the key is not offered")
        editor.keys("<C-n><C-y>")
        editor.wait(lambda: any(line.startswith("indicator: ") for line in editor.lines()), "the key is not inserted")
        editor.quit()

    def test_getting_started_by_completion_with_tab_stops(self):
        page = "Documents/TeamTools/LunchBreakAPI/overview.md"
        (self.site / page).parent.mkdir()
        front_matter = self.on_disk(OVERVIEW).split("### ")[0]
        (self.site / page).write_text(front_matter + "### Introduction\n\nText.\n\n### Getting started\n\n")
        editor = self.start_on(page, "empty-section")
        editor.keys("Go<C-x><C-o>")
        editor.wait(lambda: any("Getting started steps" in word for word in editor.popup() or []), "no list is offered")
        words = editor.popup()
        chosen = next(index for index, word in enumerate(words) if "Getting started steps" in word)
        editor.keys("<C-n>" * (chosen + 1) + "<C-y>")
        editor.wait(lambda: "4. When using this API" in editor.text(), "the list is not inserted")
        editor.wait(lambda: editor.lua("return vim.snippet.active()"), "there are no tab stops")
        editor.keys("clockIn")
        # Neovim's own settings for Markdown make four blanks of a tab in a snippet.
        editor.wait(lambda: "    * clockIn" in editor.lines(), "the tab stop is not where one types")
        editor.keys("<Esc>:write<CR>")
        editor.wait(lambda: "    * clockIn\n" in self.on_disk(page), "not saved")
        self.assertNotIn("missing-step", editor.rules())
        self.assertNotIn("{{", self.on_disk(page))
        editor.quit()

    def test_a_quick_fix_is_applied_and_saved(self):
        editor = self.start_on(OVERVIEW, "missing-section")
        finding = editor.lua(
            "return vim.iter(vim.diagnostic.get(0)):find(function(found) return found.code == 'missing-section' end)"
        )
        editor.keys(f"{finding['lnum'] + 1}Ggra")
        editor.wait(lambda: "Insert missing section" in editor.screen(), "the menu does not open")
        choice = next(
            line.split(":")[0].strip() for line in editor.screen().splitlines() if "Insert missing section" in line
        )
        editor.keys(f"{choice}<CR>")
        editor.wait(lambda: "### Use cases" in editor.lines(), "the section is not inserted")
        editor.keys(":write<CR>")
        editor.wait(lambda: "### Use cases\n" in self.on_disk(OVERVIEW), "not saved")
        editor.wait(lambda: "missing-section" not in editor.rules(), "the finding stays")
        editor.quit()

    def test_hover_shows_the_guidance(self):
        editor = self.start_on(OVERVIEW)
        editor.keys("/^### Getting<CR>wK")
        editor.wait(lambda: "API overview" in editor.screen(), "no hover")
        editor.quit()

    def test_fix_all(self):
        page = "Documents/ContentTools/PhraseBookAPI/overview.md"
        editor = self.start_on(page, "unknown-key")
        self.assertIn("Keywords:", self.on_disk(page))
        editor.keys(":DocentFix<CR>:write<CR>")
        editor.wait(lambda: "keywords:" in self.on_disk(page), "not repaired")
        editor.keys(":DocentFix<CR>")
        editor.wait(lambda: any("nothing" in told for told in editor.told()), "the second time says nothing")
        editor.quit()

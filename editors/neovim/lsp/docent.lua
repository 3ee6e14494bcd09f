--- How Neovim starts the server: `vim.lsp.enable('docent')`. Your own settings go in with `vim.lsp.config('docent', { … })`.

---@type vim.lsp.Config
return {
  cmd = { 'docent', 'lsp' },
  -- Of YAML files only docent.yaml is docent's; root_dir sees to that.
  filetypes = { 'markdown', 'mdx', 'markdown.mdx', 'yaml' },
  root_dir = function(bufnr, on_dir)
    require('docent.start').root(bufnr, on_dir)
  end,
  get_language_id = function(_, filetype)
    return filetype == 'markdown.mdx' and 'mdx' or filetype
  end,
  on_exit = function(code, signal, client_id)
    require('docent.start').exited(code, signal, client_id)
  end,
  settings = { docent = vim.empty_dict() },
}

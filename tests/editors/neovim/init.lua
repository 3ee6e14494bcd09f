-- What a person has in the init.lua: the plugin on the runtime path, the server enabled, completion while typing.
vim.opt.runtimepath:append(vim.env.DOCENT_PLUGIN)
vim.o.completeopt = 'menuone,noselect,popup'

-- What Neovim tells its user, for the tests to read.
_G.told = {}
local notify = vim.notify
vim.notify = function(message, level, options)
  table.insert(_G.told, message)
  return notify(message, level, options)
end

vim.lsp.config('docent', { cmd = { vim.env.DOCENT_BIN, 'lsp' } })
vim.lsp.enable('docent')

vim.api.nvim_create_autocmd('LspAttach', {
  callback = function(args)
    vim.lsp.completion.enable(true, args.data.client_id, args.buf, { autotrigger = true })
  end,
})

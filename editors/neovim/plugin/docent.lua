--- Docent's commands. What they do is loaded when the first of them is used.

if vim.g.loaded_docent then
  return
end
vim.g.loaded_docent = true

if vim.fn.has('nvim-0.11') == 0 then
  vim.notify('docent needs Neovim 0.11 or later', vim.log.levels.WARN)
  return
end

-- Endings of pages that Neovim has no file type for.
vim.filetype.add({ extension = { mkdown = 'markdown', mkdn = 'markdown', mdx = 'mdx' } })

local command = vim.api.nvim_create_user_command

command('DocentNew', function(args)
  require('docent.new_page').run(args.fargs[1], args.fargs[2])
end, {
  nargs = '*',
  complete = function(typed, line)
    return require('docent.new_page').complete(typed, line)
  end,
  desc = 'A new page from a template',
})

command('DocentFix', function()
  require('docent.fix').run()
end, { desc = 'Repair what docent can repair safely in this page' })

command('DocentChecklist', function()
  require('docent.checklist').toggle()
end, { desc = 'What the template asks of this page: done, missing, different' })

command('DocentCheckSite', function(args)
  require('docent.check_site').run(args.args ~= '' and args.args or nil)
end, { nargs = '?', complete = 'file', desc = 'Check all pages of the site; findings go to the quickfix list' })

-- Neovim itself does not say a word when a server's program is missing.
vim.api.nvim_create_autocmd('FileType', {
  group = vim.api.nvim_create_augroup('docent', {}),
  pattern = { 'markdown', 'mdx', 'markdown.mdx' },
  callback = function(args)
    require('docent.start').complain_if_missing(args.buf)
  end,
  desc = 'docent: say it once if the program is not there',
})

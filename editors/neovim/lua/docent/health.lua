--- :checkhealth docent

local M = {}

function M.check()
  local start = require('docent.start')
  local health = vim.health
  health.start('docent')
  if vim.fn.has('nvim-0.11') == 0 then
    health.error('Neovim 0.11 or later is needed')
    return
  end
  health.ok(('Neovim %s'):format(vim.version()))
  M.program(start)
  if start.is_enabled() then
    health.ok("vim.lsp.enable('docent') was called")
  else
    health.warn('The server is not enabled', "Put vim.lsp.enable('docent') into your init.lua")
  end
  M.clients()
end

function M.program(start)
  local health = vim.health
  local cmd = start.command()
  if not cmd then
    health.info('The server is started by a function of your configuration')
    return
  end
  local path = vim.fn.exepath(cmd[1])
  if path == '' then
    health.error(("The program '%s' is not there or cannot be executed"):format(cmd[1]), {
      'Install docent, so that it is on the PATH of Neovim, or',
      "say where it is: vim.lsp.config('docent', { cmd = { '/path/to/docent', 'lsp' } })",
    })
    return
  end
  local ok, run = pcall(function()
    return vim.system({ path, '--version' }, { text = true }):wait(5000)
  end)
  if ok and run.code == 0 then
    health.ok(('%s (%s)'):format(vim.trim(run.stdout), path))
  else
    health.error(('%s does not run: %s'):format(path, ok and vim.trim(run.stderr) or run))
  end
end

function M.clients()
  local health = vim.health
  local running = vim.lsp.get_clients({ name = 'docent' })
  if #running == 0 then
    health.info('No server runs; one starts with the first Markdown page')
  end
  for _, client in ipairs(running) do
    local pages = vim.tbl_count(client.attached_buffers)
    local where = client.root_dir or 'no site (neither docent.yaml nor _config.yml nor .git above)'
    health.ok(('Runs for %d %s, root: %s'):format(pages, pages == 1 and 'buffer' or 'buffers', where))
    local configuration = client.root_dir and vim.fs.joinpath(client.root_dir, 'docent.yaml')
    if configuration and not vim.uv.fs_stat(configuration) then
      health.info('There is no docent.yaml; the built-in templates hold (`docent init` writes one)')
    end
  end
end

return M

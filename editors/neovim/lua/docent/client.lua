--- The running server, for docent's commands.

local M = {}

local slowest_start = 5000 -- ms

--- The server of a buffer.
---@param bufnr? integer the current one if nil
---@return vim.lsp.Client?
function M.of(bufnr)
  return vim.lsp.get_clients({ name = 'docent', bufnr = bufnr or 0 })[1]
end

--- The same; says so where there is none.
---@return vim.lsp.Client?
function M.of_or_complain()
  local client = M.of(0)
  if not client then
    M.say('docent is not running for this buffer; see :checkhealth docent', vim.log.levels.WARN)
  end
  return client
end

--- A server for what is about a site and no single page: that of the current buffer, else one for `folder`, started if need be.
---@param folder string absolute
---@return vim.lsp.Client?
function M.for_folder(folder)
  local running = M.of(0)
  if running then
    return running
  end
  local start = require('docent.start')
  local cmd = start.command()
  if cmd and vim.fn.executable(cmd[1]) == 0 then
    M.say(("docent: the program '%s' is not there; see :checkhealth docent"):format(cmd[1]), vim.log.levels.ERROR)
    return
  end
  local config = vim.tbl_extend('force', vim.lsp.config.docent, { root_dir = start.site_of(folder) or folder })
  local id = vim.lsp.start(config, { attach = false })
  local client = id and vim.lsp.get_client_by_id(id)
  local is_ready = client and vim.wait(slowest_start, function()
    return client.initialized == true
  end, 10)
  if not is_ready then
    M.say('docent does not start; :LspLog says why', vim.log.levels.ERROR)
    return
  end
  return client
end

--- Asks the server one of docent's own requests; what goes wrong is told.
---@param client vim.lsp.Client
---@param method string
---@param params table
---@param answered fun(result: any)
function M.ask(client, method, params, answered)
  client:request(method, params, function(problem, result)
    if problem then
      M.say('docent: ' .. problem.message, vim.log.levels.ERROR)
    else
      answered(result ~= vim.NIL and result or nil)
    end
  end)
end

---@param message string
---@param level? integer
function M.say(message, level)
  vim.notify(message, level or vim.log.levels.INFO, { title = 'docent' })
end

return M

--- Starting the server: where its root is, what to say when it cannot start, and starting it again after it has died.

local M = {}

-- The first of them that is found on the way up wins, as in the server itself.
local root_markers = { 'docent.yaml', '_config.yml', '.git' }

-- A server that dies more often than this within the time (seconds) stays down: something is wrong with it.
local most_restarts, within = 3, 180
local restarts = {} ---@type number[]

--- The root of the site that a buffer or a folder belongs to; nil outside of any.
---@param place integer|string
---@return string?
function M.site_of(place)
  return vim.fs.root(place, root_markers)
end

--- The working directory, which stands in for the root outside of any site; nil for a file that is not in it: the server takes
--- the file's own folder.
---@param file string
---@return string?
function M.working_directory(file)
  local cwd = vim.uv.cwd()
  return cwd and file ~= '' and vim.fs.relpath(cwd, file) and cwd or nil
end

--- For `root_dir`: calls `on_dir` if the buffer is docent's.
---@param bufnr integer
---@param on_dir fun(root: string?)
function M.root(bufnr, on_dir)
  local name = vim.api.nvim_buf_get_name(bufnr)
  if vim.bo[bufnr].filetype == 'yaml' and vim.fs.basename(name) ~= 'docent.yaml' then
    return
  end
  on_dir(M.site_of(bufnr) or M.working_directory(name))
end

--- The program with its arguments as configured; nil if a function starts it.
---@return string[]?
function M.command()
  local config = vim.lsp.config.docent
  local cmd = config and config.cmd
  return type(cmd) == 'table' and cmd or nil
end

--- Whether `vim.lsp.enable('docent')` was called.
---@return boolean
function M.is_enabled()
  if vim.lsp.is_enabled then
    return vim.lsp.is_enabled('docent')
  end
  return vim.lsp._enabled_configs ~= nil and vim.lsp._enabled_configs.docent ~= nil
end

---@param bufnr integer
function M.complain_if_missing(bufnr)
  if vim.bo[bufnr].buftype ~= '' or not M.is_enabled() then
    return
  end
  local cmd = M.command()
  if cmd and vim.fn.executable(cmd[1]) == 0 then
    local message = "docent: the program '%s' is not there or cannot be executed; :checkhealth docent says more"
    vim.notify_once(message:format(cmd[1]), vim.log.levels.WARN)
  end
end

--- For `on_exit`: starts a server that has died again, for the buffers it had.
---@param code integer
---@param signal integer
---@param client_id integer
function M.exited(code, signal, client_id)
  local client = vim.lsp.get_client_by_id(client_id)
  -- 0: it was told to end. 15: Neovim has ended it.
  if not client or (code == 0 and (signal == 0 or signal == 15)) then
    return
  end
  local buffers = vim.tbl_keys(client.attached_buffers)
  vim.schedule(function()
    if vim.v.exiting ~= vim.NIL or not M.is_enabled() then
      return
    end
    local now = vim.uv.now() / 1000
    restarts = vim.tbl_filter(function(at)
      return now - at < within
    end, restarts)
    if #restarts >= most_restarts then
      local message = 'docent has ended %d times within minutes and is not started again; :LspLog says why'
      vim.notify(message:format(#restarts + 1), vim.log.levels.ERROR)
      return
    end
    table.insert(restarts, now)
    for _, bufnr in ipairs(buffers) do
      if vim.api.nvim_buf_is_loaded(bufnr) then
        vim.lsp.start(client.config, { bufnr = bufnr })
      end
    end
  end)
end

return M

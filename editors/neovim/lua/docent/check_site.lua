--- :DocentCheckSite: asks the server for the findings of all pages of the site, and puts them into the quickfix list. Pages that are open
--- count as they are in their buffers.

local M = {}

local client = require('docent.client')

local types = { 'E', 'W', 'I', 'N' } -- by the protocol's severities

--- Checks the site that `folder` belongs to, else that of the current buffer, else that of the working directory.
---@param folder? string
function M.run(folder)
  local name = vim.api.nvim_buf_get_name(0)
  local is_file = vim.bo.buftype == '' and name ~= ''
  local place = folder and vim.fn.fnamemodify(folder, ':p') or is_file and name or vim.fn.getcwd()
  place = vim.fs.normalize(vim.fs.abspath(place))
  local server = client.for_folder(is_file and not folder and vim.fs.dirname(place) or place)
  if not server then
    return
  end
  client.ask(server, 'docent/checkSite', { uri = vim.uri_from_fname(place) }, function(answer)
    if answer then
      M.show(server, answer)
    else
      client.say('docent: this belongs to no site (there is no docent.yaml, _config.yml or .git above it)', vim.log.levels.WARN)
    end
  end)
end

---@param server vim.lsp.Client
---@param answer table
function M.show(server, answer)
  local places = {}
  for _, page in ipairs(answer.pages) do
    for _, found in ipairs(page.diagnostics) do
      places[#places + 1] = { uri = page.uri, range = found.range, found = found }
    end
  end
  -- Columns in the server's units become those of the list.
  local items = vim.lsp.util.locations_to_items(places, server.offset_encoding)
  for _, item in ipairs(items) do
    local found = item.user_data.found
    item.text = found.code and ('%s [%s]'):format(found.message, found.code) or found.message
    item.type = types[found.severity] or 'I'
    item.user_data = nil
  end
  local root = answer.root and vim.fn.fnamemodify(vim.uri_to_fname(answer.root), ':~:.') or ''
  vim.fn.setqflist({}, ' ', { title = 'docent check ' .. root, items = items })
  client.say('docent: ' .. answer.summary)
  if #items > 0 then
    vim.cmd('botright copen')
  end
end

return M

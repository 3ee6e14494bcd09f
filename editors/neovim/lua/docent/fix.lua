--- :DocentFix: the server's "fix all", applied to the page before the command returns, so that `:DocentFix | write` works.

local M = {}

local timeout = 5000 -- ms

function M.run()
  local client = require('docent.client')
  local server = client.of_or_complain()
  if not server then
    return
  end
  local bufnr = vim.api.nvim_get_current_buf()
  if not vim.bo[bufnr].modifiable then
    client.say('docent: this buffer cannot be changed', vim.log.levels.WARN)
    return
  end
  local last = vim.api.nvim_buf_line_count(bufnr)
  local answer, problem = server:request_sync('textDocument/codeAction', {
    textDocument = vim.lsp.util.make_text_document_params(bufnr),
    range = { start = { line = 0, character = 0 }, ['end'] = { line = last, character = 0 } },
    context = { diagnostics = {}, only = { 'source.fixAll.docent' } },
  }, timeout, bufnr)
  local action = answer and answer.result and answer.result[1]
  if action and not action.edit then
    answer, problem = server:request_sync('codeAction/resolve', action, timeout, bufnr)
    action = answer and answer.result
  end
  problem = problem or (answer and answer.err and answer.err.message)
  if problem then
    client.say('docent: ' .. problem, vim.log.levels.ERROR)
  elseif action and action.edit then
    vim.lsp.util.apply_workspace_edit(action.edit, server.offset_encoding)
    client.say('docent: ' .. action.title)
  else
    client.say('docent: there is nothing that could be repaired without asking')
  end
end

return M

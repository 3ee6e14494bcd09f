--- :DocentChecklist: a window beside the page with what its template asks for. It shows the server's `docent/pageReport` as it is,
--- follows the page while it is typed, and goes along to the next page.

local M = {}

local client = require('docent.client')

local buffer_name = 'docent://checklist'
local width = 46
local namespace = vim.api.nvim_create_namespace('docent.checklist')

local signs = {
  done = { '✓', 'DiagnosticOk' },
  missing = { '✗', 'DiagnosticError' },
  different = { '≠', 'DiagnosticWarn' },
  optional = { '·', 'Comment' },
}

--- What is shown.
local shown = {
  bufnr = nil, ---@type integer? of the checklist
  page = nil, ---@type integer? the page it is about
  items = {}, ---@type table<integer, table> the report's items by line (1-based)
  asking = false,
  ask_again = false,
}

--- Opens the checklist of the current page, or closes it.
function M.toggle()
  local window = M.window()
  if window then
    vim.api.nvim_win_close(window, true)
    return
  end
  if not client.of_or_complain() then
    return
  end
  shown.page = vim.api.nvim_get_current_buf()
  local from = vim.api.nvim_get_current_win()
  M.open_window()
  vim.api.nvim_set_current_win(from)
  M.follow()
  M.refresh()
end

--- The window of the checklist in this tab page.
---@return integer?
function M.window()
  for _, window in ipairs(vim.api.nvim_tabpage_list_wins(0)) do
    if vim.api.nvim_win_get_buf(window) == shown.bufnr then
      return window
    end
  end
end

function M.open_window()
  if not (shown.bufnr and vim.api.nvim_buf_is_valid(shown.bufnr)) then
    shown.bufnr = M.make_buffer()
  end
  vim.cmd(('botright vertical %dsplit'):format(width))
  local window = vim.api.nvim_get_current_win()
  vim.api.nvim_win_set_buf(window, shown.bufnr)
  for option, value in pairs({
    number = false,
    relativenumber = false,
    signcolumn = 'no',
    foldcolumn = '0',
    list = false,
    spell = false,
    wrap = false,
    cursorline = true,
    winfixwidth = true,
    winbar = '<CR> go there · i put it right · q close',
  }) do
    vim.api.nvim_set_option_value(option, value, { scope = 'local', win = window })
  end
end

---@return integer
function M.make_buffer()
  local bufnr = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_name(bufnr, buffer_name)
  vim.bo[bufnr].bufhidden = 'hide'
  vim.bo[bufnr].swapfile = false
  vim.bo[bufnr].modifiable = false
  vim.bo[bufnr].filetype = 'docent-checklist'
  local function map(key, what, description)
    vim.keymap.set('n', key, what, { buffer = bufnr, nowait = true, desc = description })
  end
  map('<CR>', M.go_there, 'Go to this in the page')
  map('<2-LeftMouse>', M.go_there, 'Go to this in the page')
  map('i', M.put_right, 'Insert what is missing, put right what is different')
  map('q', M.toggle, 'Close the checklist')
  return bufnr
end

--- Keeps the checklist up to date: after each change that the server was told of, after each answer of its checks (a template may
--- have changed), and when another page is entered.
function M.follow()
  local group = vim.api.nvim_create_augroup('docent.checklist', {})
  vim.api.nvim_create_autocmd('LspNotify', {
    group = group,
    callback = function(args)
      -- The event's buffer is the current one, whichever was changed.
      local method, document = args.data.method, vim.tbl_get(args.data, 'params', 'textDocument')
      local is_news = method == 'textDocument/didChange' or method == 'textDocument/didOpen'
      if is_news and document and shown.page and document.uri == vim.uri_from_bufnr(shown.page) then
        M.refresh()
      end
    end,
  })
  vim.api.nvim_create_autocmd({ 'DiagnosticChanged', 'LspAttach' }, {
    group = group,
    callback = function(args)
      if args.buf == shown.page then
        M.refresh()
      end
    end,
  })
  vim.api.nvim_create_autocmd({ 'BufEnter', 'LspAttach' }, {
    group = group,
    callback = function(args)
      if args.buf == vim.api.nvim_get_current_buf() and args.buf ~= shown.page and client.of(args.buf) then
        shown.page = args.buf
        M.refresh()
      end
    end,
  })
  vim.api.nvim_create_autocmd('WinClosed', {
    group = group,
    callback = vim.schedule_wrap(function()
      if #vim.fn.win_findbuf(shown.bufnr) == 0 then
        vim.api.nvim_clear_autocmds({ group = group })
      end
    end),
  })
end

--- Asks the server for the report. While an answer is awaited, one more question is kept back and no more: in a burst of changes the
--- first and the last one are asked about.
function M.refresh()
  if shown.asking then
    shown.ask_again = true
    return
  end
  local page = shown.page
  local server = page and client.of(page)
  if not server or not server:supports_method('textDocument/didOpen', page) then
    return
  end
  shown.asking = true
  local asked = server:request('docent/pageReport', {
    textDocument = vim.lsp.util.make_text_document_params(page),
  }, function(problem, report)
    shown.asking = false
    if shown.ask_again then
      shown.ask_again = false
      M.refresh()
    end
    if page == shown.page then
      M.show(problem, report)
    end
  end, page)
  if not asked then
    shown.asking = false
  end
end

---@param problem? { message: string }
---@param report? table
function M.show(problem, report)
  local lines, marks = {}, {}
  shown.items = {}
  local function add(text, highlight)
    lines[#lines + 1] = text
    if highlight then
      marks[#marks + 1] = { #lines - 1, 0, #text, highlight }
    end
  end
  if problem then
    add(problem.message, 'DiagnosticError')
  elseif not report or report == vim.NIL then
    add('This page has no template.', 'Comment')
  else
    add(report.summary, 'Title')
    add('')
    M.add_items(report.items, '', lines, marks)
  end
  M.write(lines, marks)
end

---@param items table[]
---@param indent string
---@param lines string[]
---@param marks table[]
function M.add_items(items, indent, lines, marks)
  for _, item in ipairs(items) do
    local sign = signs[item.state] or { '?', 'Comment' }
    local start = indent .. sign[1] .. ' ' .. item.name
    local note = item.note and ('  ' .. item.note) or ''
    lines[#lines + 1] = (start .. note):gsub('[\r\n]', ' ')
    shown.items[#lines] = item
    local line = #lines - 1
    marks[#marks + 1] = { line, #indent, #indent + #sign[1], sign[2] }
    if note ~= '' then
      marks[#marks + 1] = { line, #start, #start + #note, 'Comment' }
    end
    M.add_items(item.children or {}, indent .. '  ', lines, marks)
  end
end

---@param lines string[]
---@param marks table[]
function M.write(lines, marks)
  local bufnr = shown.bufnr
  if not (bufnr and vim.api.nvim_buf_is_valid(bufnr)) then
    return
  end
  vim.bo[bufnr].modifiable = true
  if not vim.deep_equal(lines, vim.api.nvim_buf_get_lines(bufnr, 0, -1, false)) then
    vim.api.nvim_buf_set_lines(bufnr, 0, -1, false, lines)
  end
  vim.bo[bufnr].modifiable = false
  vim.api.nvim_buf_clear_namespace(bufnr, namespace, 0, -1)
  for _, mark in ipairs(marks) do
    vim.api.nvim_buf_set_extmark(bufnr, namespace, mark[1], mark[2], { end_col = mark[3], hl_group = mark[4] })
  end
end

--- The item under the cursor, and the server of its page.
---@return table?, vim.lsp.Client?
local function here()
  local item = shown.items[vim.api.nvim_win_get_cursor(0)[1]]
  local server = shown.page and client.of(shown.page)
  if item and server then
    return item, server
  end
end

function M.go_there()
  local item, server = here()
  if not item or not server then
    return
  end
  local window = vim.fn.win_findbuf(shown.page)[1]
  if window then
    vim.api.nvim_set_current_win(window)
  else
    vim.cmd.wincmd('p')
  end
  local place = { uri = vim.uri_from_bufnr(shown.page), range = item.range }
  vim.lsp.util.show_document(place, server.offset_encoding, { focus = true })
end

function M.put_right()
  local item, server = here()
  if not item or not server then
    return
  end
  if not item.fix then
    client.say('docent: there is no edit that puts this right')
    return
  end
  vim.lsp.util.apply_workspace_edit(item.fix.edit, server.offset_encoding)
end

return M

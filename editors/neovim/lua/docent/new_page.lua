--- :DocentNew: asks which template, what its front matter needs and where the page is to lie, and opens it with everything that is left to
--- fill in as tab stops. What is asked, the place and the text are the server's (`docent/templates`, `docent/newPage`).

local M = {}

local client = require('docent.client')

--- A new page. What is not given is asked for; nothing is written before the author writes it.
---@param id? string of a template
---@param path? string
function M.run(id, path)
  path = path and vim.fs.normalize(vim.fs.abspath(path))
  local folder = path and vim.fs.dirname(path) or M.folder()
  local server = client.for_folder(folder)
  if not server then
    return
  end
  client.ask(server, 'docent/templates', { uri = vim.uri_from_fname(folder) }, function(templates)
    M.choose(templates or {}, id, function(template)
      M.ask_values(template.asks, {}, function(values)
        local params = { template = template.id, folder = vim.uri_from_fname(folder), values = values }
        client.ask(server, 'docent/newPage', params, function(page)
          if page then
            M.place(page, path)
          end
        end)
      end)
    end)
  end)
end

--- The folder that a new page is likely to lie in.
---@return string
function M.folder()
  local name = vim.api.nvim_buf_get_name(0)
  return vim.bo.buftype == '' and name ~= '' and vim.fs.dirname(name) or vim.fn.getcwd()
end

---@param templates table[]
---@param id? string
---@param chosen fun(template: table)
function M.choose(templates, id, chosen)
  if id then
    for _, template in ipairs(templates) do
      if template.id == id then
        return chosen(template)
      end
    end
    local ids = vim.iter(templates):map(function(template)
      return template.id
    end)
    client.say(("docent: there is no template '%s' here; there are: %s"):format(id, ids:join(', ')), vim.log.levels.ERROR)
  elseif #templates == 0 then
    client.say('docent: there are no templates here', vim.log.levels.WARN)
  else
    vim.ui.select(templates, {
      prompt = 'Template of the new page',
      kind = 'docent.template',
      format_item = function(template)
        return ('%s (%s)'):format(template.title, template.id)
      end,
    }, function(template)
      if template then
        chosen(template)
      end
    end)
  end
end

--- One question after the other; giving none up gives all up.
---@param questions table[]
---@param values table<string, string>
---@param answered fun(values: table<string, string>)
function M.ask_values(questions, values, answered)
  local question = questions[1]
  if not question then
    -- An empty table would be a list to the server.
    return answered(next(values) and values or vim.empty_dict())
  end
  local rest = vim.list_slice(questions, 2)
  local function go_on(value)
    if value == nil then
      return
    end
    values[question.key] = value
    M.ask_values(rest, values, answered)
  end
  local prompt = question.required and question.key or question.key .. ' (may stay empty)'
  if question.values and #question.values > 0 then
    vim.ui.select(question.values, {
      prompt = prompt,
      kind = 'docent.value',
      format_item = function(choice)
        return choice.description and ('%s: %s'):format(choice.value, choice.description) or choice.value
      end,
    }, function(choice)
      go_on(choice and choice.value)
    end)
  else
    vim.ui.input({ prompt = prompt .. ': ' }, go_on)
  end
end

---@param page table the server's answer
---@param path? string
function M.place(page, path)
  if path then
    return M.open(page, path)
  end
  local default = page.uri and page.uri ~= vim.NIL and vim.fn.fnamemodify(vim.uri_to_fname(page.uri), ':.') or ''
  vim.ui.input({ prompt = 'Path of the new page: ', default = default, completion = 'file' }, function(chosen)
    if chosen and vim.trim(chosen) ~= '' then
      M.open(page, vim.fs.normalize(vim.fs.abspath(vim.trim(chosen))))
    end
  end)
end

---@param page table
---@param path string
function M.open(page, path)
  if vim.uv.fs_stat(path) or vim.fn.bufloaded(path) == 1 then
    client.say(('docent: %s is there already'):format(vim.fn.fnamemodify(path, ':~:.')), vim.log.levels.ERROR)
    return
  end
  vim.cmd.edit(vim.fn.fnameescape(path))
  -- The folder may be new as well; it is made when the page is written.
  vim.api.nvim_create_autocmd('BufWritePre', {
    buffer = 0,
    once = true,
    callback = function()
      vim.fn.mkdir(vim.fs.dirname(path), 'p')
    end,
  })
  -- The text is laid out already: it must not be indented or wrapped on its way in.
  vim.cmd.startinsert()
  vim.snippet.expand(page.snippet)
end

--- Template ids, then paths, for the command line.
---@param typed string
---@param line string
---@return string[]
function M.complete(typed, line)
  local given = #vim.split(vim.trim(line), '%s+') - (typed == '' and 0 or 1)
  if given > 1 then
    return vim.fn.getcompletion(typed, 'file')
  end
  local server = client.for_folder(M.folder())
  local answer = server
    and server:request_sync('docent/templates', { uri = vim.uri_from_fname(M.folder()) }, 1000)
  local ids = {}
  for _, template in ipairs(answer and answer.result or {}) do
    if vim.startswith(template.id, typed) then
      ids[#ids + 1] = template.id
    end
  end
  return ids
end

return M

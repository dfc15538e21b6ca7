-- The scenario in Neovim, 0.7 and later; where it can be, set up by what the README says.
local failures = 0
local function check(name, holds, detail)
  if not holds then
    failures = failures + 1
    print('FAILED ' .. name .. (detail and ('  ' .. vim.inspect(detail)) or ''))
  end
end

local root = vim.env.WORKSPACE
local function path(name) return root .. '/' .. name end
local function read(name) return table.concat(vim.fn.readfile(path(name)), '\n') end

-- Starts the server for a buffer, and gives its client's id.
local function start(buffer)
  if vim.lsp.config then
    local function started() return vim.lsp.get_clients({ bufnr = buffer, name = 'msk_lint' })[1] end
    check('started by its file type', vim.wait(30000, function() return started() ~= nil end, 20), vim.bo.filetype)
    check('the root', started().root_dir == vim.fn.resolve(root), started().root_dir)
    return started().id
  end
  local settings = {
    name = 'msk-lint',
    cmd = { vim.env.MSK_LINT, 'lsp', '--stdio' },
    root_dir = root,
    workspace_folders = { { name = 'w', uri = vim.uri_from_fname(root) } },
  }
  if vim.lsp.start then return vim.lsp.start(settings) end
  local id = vim.lsp.start_client(settings)
  vim.lsp.buf_attach_client(buffer, id)
  return id
end

-- Every file that is read has a type that the README names.
local function types()
  local named = {}
  for _, kind in ipairs(vim.lsp.config.msk_lint.filetypes) do named[kind] = true end
  local names = {
    'main.tf', 'prod.tfvars', 'terragrunt.hcl', '.msk-lint.hcl', 'main.tf.json', 'x.properties', 'x.yaml', 'x.yml', 'x.json',
    'x.conf', '.env', 'x.sh', 'x.bash', 'Makefile', 'x.mk', 'x.rb', 'x.py', 'x.js', 'x.mjs', 'x.cjs', 'x.jsx', 'x.ts',
    'x.mts', 'x.cts', 'x.tsx', 'x.go', 'X.java', 'X.kt', 'X.cs', 'x.rs', 'x.scala',
  }
  for _, name in ipairs(names) do
    local buffer = vim.fn.bufadd(path(name))
    vim.fn.bufload(buffer)
    if name == 'x.conf' then vim.api.nvim_buf_set_lines(buffer, 0, -1, false, { '# brokers' }) end
    local kind = vim.filetype.match({ buf = buffer, filename = path(name) }) or vim.bo[buffer].filetype
    check(name .. ' is ' .. tostring(kind), kind and named[kind])
    vim.cmd('silent bwipeout! ' .. buffer)
  end
end

local function scenario()
  if vim.lsp.config then
    vim.cmd('filetype on')
    dofile(vim.env.SNIPPETS .. '/lua')
    types()
  end
  vim.cmd('edit ' .. path('configuration.tf'))
  local buffer = vim.api.nvim_get_current_buf()
  local id = start(buffer)
  local function client() return vim.lsp.get_client_by_id(id) end
  check('started', vim.wait(30000, function() return client() and client().initialized == true end, 20))

  -- What is found in a buffer, by rule.
  local function found(of, rule)
    for _, one in ipairs(vim.diagnostic.get(of)) do
      if one.code == rule or (one.user_data and one.user_data.lsp and one.user_data.lsp.code == rule) then return one end
    end
  end
  local function comes(of, rule) return vim.wait(30000, function() return found(of, rule) ~= nil end, 20) end
  local function goes(of, rule) return vim.wait(30000, function() return found(of, rule) == nil end, 20) end
  local function ask(method, parameters)
    local answers, error = vim.lsp.buf_request_sync(buffer, method, parameters, 30000)
    local answer = answers and answers[id]
    check(method, answer and not (answer.err or answer.error), answer or error)
    return answer and answer.result
  end
  local function line(of, number) return vim.api.nvim_buf_get_lines(of, number, number + 1, false)[1] end

  local blocked = 'min-insync-blocks-writes'
  check('a finding', comes(buffer, blocked), vim.diagnostic.get(buffer))
  local one = found(buffer, blocked)
  check('behind multibyte text', line(buffer, one.lnum):sub(one.col + 1, one.end_col) == 'min.insync.replicas=3', one)
  -- A file that nobody opened.
  local odd = vim.uri_to_bufnr(vim.uri_from_fname(path('odd.tf')))
  check('a finding in a file not open', comes(odd, 'property-not-settable') or comes(odd, 'unknown-broker-property'))

  local document = { uri = vim.uri_from_bufnr(buffer) }
  local byte = one.col + 4
  local encoding = client().offset_encoding or 'utf-16'
  local before = line(buffer, one.lnum):sub(1, byte)
  local character = encoding == 'utf-8' and #before or vim.str_utfindex(before)
  if encoding == 'utf-16' then
    local _, units = vim.str_utfindex(before)
    character = units
  end
  local at = { line = one.lnum, character = character }
  local hover = ask('textDocument/hover', { textDocument = document, position = at })
  check('hover', hover and hover.contents.value:find('min.insync.replicas', 1, true), hover)
  local completed = ask('textDocument/completion', { textDocument = document, position = at })
  local labels = {}
  for _, item in ipairs(completed and (completed.items or completed) or {}) do labels[item.label] = true end
  check('completion', labels['min.insync.replicas'], completed and #completed)

  -- A fix in another file, chosen and applied by the editor.
  vim.cmd('edit ' .. path('odd.tf'))
  local fixing = vim.api.nvim_get_current_buf()
  vim.lsp.buf_attach_client(fixing, id)
  buffer = fixing
  local wrong = vim.wait(30000, function() return #vim.diagnostic.get(fixing) > 0 end, 20)
  check('findings of what is opened', wrong)
  local actions = ask('textDocument/codeAction', {
    textDocument = { uri = vim.uri_from_bufnr(fixing) },
    range = { start = { line = 4, character = 0 }, ['end'] = { line = 4, character = 0 } },
    context = { diagnostics = {}, only = { 'quickfix' } },
  })
  local action
  for _, offered in ipairs(actions or {}) do
    if offered.isPreferred then action = offered end
  end
  check('a fix is offered', action, actions)
  if action then
    if not action.edit then action = ask('codeAction/resolve', action) end
    vim.lsp.util.apply_workspace_edit(action.edit, encoding)
    check('the fix is right', line(fixing, 4) == '    /* ä😀漢 */ "delete.topic.enable=true",', line(fixing, 4))
    check('it is found no more', goes(fixing, 'unknown-broker-property') and goes(fixing, 'property-not-settable'))
  end

  -- An edit mends, saving keeps it so.
  vim.cmd('edit ' .. path('configuration.tf'))
  buffer = vim.api.nvim_get_current_buf()
  local text = line(buffer, one.lnum)
  vim.api.nvim_buf_set_lines(buffer, one.lnum, one.lnum + 1, false, { (text:gsub('replicas=3', 'replicas=2')) })
  check('mended', goes(buffer, blocked))
  vim.cmd('silent write')
  vim.wait(300, function() return false end, 50)
  check('saved', not found(buffer, blocked) and read('configuration.tf'):find('replicas=2', 1, true))
  vim.api.nvim_buf_set_lines(buffer, one.lnum, one.lnum + 1, false, { text })
  check('worse again', comes(buffer, blocked))

  -- Renamed and deleted on disk: told as other clients tell it, where this one watches nothing.
  vim.cmd('silent write')
  vim.cmd('silent bdelete! ' .. buffer)
  os.rename(path('configuration.tf'), path('renamed.tf'))
  local function tell(name, kind)
    local changes = { { uri = vim.uri_from_fname(path(name)), type = kind } }
    client().notify('workspace/didChangeWatchedFiles', { changes = changes })
  end
  tell('configuration.tf', 3)
  tell('renamed.tf', 1)
  local renamed = vim.uri_to_bufnr(vim.uri_from_fname(path('renamed.tf')))
  check('renamed', comes(renamed, blocked))
  os.remove(path('renamed.tf'))
  tell('renamed.tf', 3)
  check('deleted', goes(renamed, blocked))

  vim.lsp.stop_client(id)
  check('stopped', vim.wait(10000, function() return vim.lsp.client_is_stopped(id) end, 20))
end

local ran, problem = xpcall(scenario, debug.traceback)
if not ran then print(problem) end
if not ran or failures > 0 then vim.cmd('cquit 1') else vim.cmd('qall!') end

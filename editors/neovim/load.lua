--- For plugin managers that know no plugins in subfolders of a repository: adds this folder to the 'runtimepath', and loads its
--- commands and help.
---
---   dofile(plugin.dir .. '/editors/neovim/load.lua')

local here = vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2))
vim.opt.runtimepath:append(here)
vim.cmd.source(vim.fs.joinpath(here, 'plugin', 'docent.lua'))
pcall(vim.cmd.helptags, vim.fs.joinpath(here, 'doc'))

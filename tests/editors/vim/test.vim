" Docent with ALE: what an author does, step by step. Every step waits for what it needs, and looks at it every
" 50 milliseconds; after 20 seconds it has failed.

set nocompatible nomore shortmess+=aI completeopt=menuone,noselect
set runtimepath+=/usr/share/vim-ale
filetype plugin on
" The configuration that docs/editors.md shows.
execute 'source' fnameescape($DOCENT_CONFIGURATION)

let s:site = $DOCENT_SITE
let s:log = []

function! s:Findings() abort
  return map(copy(getloclist(0)), { _, item -> item.text })
endfunction

function! s:Has(words) abort
  return match(s:Findings(), a:words) >= 0
endfunction

function! s:Write(last) abort
  call writefile(s:log + a:last, s:site . '/log')
endfunction

function! s:Type() abort
  call search('^permalink')
  call append('.', 'indicator: ')
  call cursor(line('.') + 1, 1)
  " The third of the three values, accepted; without a terminal behind it Vim would leave insert mode in between.
  call feedkeys("A\<C-x>\<C-o>\<C-n>\<C-n>\<C-n>\<C-y>\<Esc>", 'n')
endfunction

function! s:Offered() abort
  let l:offered = ale#completion#GetCompletionResult()
  return l:offered is v:null ? [] : map(copy(l:offered), 'v:val.word')
endfunction

" Each step: a name, what it does, what must then become true.
let s:steps = [
\ ['findings', { -> 0 }, { -> s:Has('indicator') && s:Has('Use cases') }],
\ ['completion', { -> s:Type() }, { -> s:Offered() == ['messaging', 'chat', 'both'] && search('^indicator: both$', 'nw') > 0 }],
\ ['the finding goes', { -> execute('write | ALELint') }, { -> s:Has('Use cases') && !s:Has('indicator') }],
\ ['a code action', { -> s:Act() }, { -> search('^### Use cases$', 'nw') > 0 }],
\ ]

function! s:Act() abort
  let l:items = getloclist(0)
  let l:at = match(s:Findings(), 'Use cases')
  call cursor(l:items[l:at].lnum, max([l:items[l:at].col, 1]))
  " The menu's first entry, as soon as the menu is there.
  call timer_start(500, { -> feedkeys("1\<CR>", 't') }, { 'repeat': 20 })
  ALECodeAction
endfunction

function! s:Next(number) abort
  if a:number == len(s:steps)
    call s:Write(['all passed'])
    qall!
  endif
  let [l:name, l:Do, l:Is] = s:steps[a:number]
  call l:Do()
  let s:left = 400
  call timer_start(50, function('s:Look', [a:number, l:name, l:Is]), { 'repeat': -1 })
endfunction

function! s:Look(number, name, Is, timer) abort
  let s:left -= 1
  if a:Is()
    call timer_stop(a:timer)
    let s:log += [a:name . ' ... ok']
    call s:Write([])
    call s:Next(a:number + 1)
  elseif s:left == 0
    call s:Write([a:name . ' ... FAILED'] + s:Findings() + getline(1, '$') + split(execute('messages'), "\n"))
    cquit!
  endif
endfunction

autocmd VimEnter * execute 'ALELint' | call s:Next(0)

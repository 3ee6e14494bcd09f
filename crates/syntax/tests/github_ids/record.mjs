// Records what `github-slugger` answers, for machines without it: `npm install github-slugger && node record.mjs > ids.json`.
// Each row of the output is a page: its titles as plain text, each with its id.
import GithubSlugger from 'github-slugger'

const words = [
  'Alpha', 'beta', 'GAMMA', 'set --section', 'A -- B', 'snake_case', '__init__', 'a.b.c', 'v1.2.3', '1.', '2)', '#hash', 'C++', 'C#', '.NET',
  '50%', '$HOME', '~/path', 'a/b', 'a\\b', '<tag>', '&', 'AT&T', '"quoted"', "it's", 'it’s', '“curly”', '(paren)', '[bracket]', '{#custom}', '{{ x }}', '{% y %}',
  'a—b', 'a – b', '…', 'über', 'ÄÖÜ', 'ß', 'İstanbul', 'ΣΑΣ', 'ΟΔΟΣ', 'Привет мир', '日本語', '中文 标题', '한국어', 'العربية', 'עברית', 'हिन्दी', 'ไทย', 'Ελλάδα', '😀', '👩‍💻',
  '🎉 party', '❤️', '①', 'Ⓐ', '²', '½', 'Ⅻ', '٣', '１２', 'a‿b', 'é', 'é', 'a​b', 'ﬁ', 'Å', 'Ω', '™', '©', '€', '—', '-', '--', '-a-', '_', '+', '*', 'a*b', '`code`', 'x  y', 'a   b',
  'a_b-c', '=', '?', '!', 'What?!', 'key: value', 'a, b; c', '@user', 'a|b', '^caret', '⌘', '→', 'A→B', '、', '。', '「引用」', 'ーー', 'ǅ', 'ŉ', '𝐀', '𐐀', '𠮷', 'ـ', '्', '҃', 'a҉b',
]
let state = 20240229
const next = (below) => {
  state = (Math.imul(state, 1103515245) + 12345) >>> 0
  return (state >>> 8) % below
}
const titles = () => Array.from({ length: 1 + next(4) }, () => words[next(words.length)]).join(next(5) ? ' ' : '')
const pages = [words]
for (let page = 0; page < 24; page++) pages.push(Array.from({ length: 16 }, titles))
// Titles that meet the ids that counting makes.
const close = ['dup', 'dup', 'Dup', 'dup-1', 'dup 1', 'dup-1-1', 'dup-2', 'dup--1', '-1', '!', '?', 'dup-01', '1', '1-1']
for (let page = 0; page < 12; page++) pages.push(Array.from({ length: 14 }, () => close[next(close.length)]))
const answers = pages.map((page) => {
  const slugger = new GithubSlugger()
  return page.map((title) => [title.trim(), slugger.slug(title.trim())])
})
console.log('[\n' + answers.map((page) => '  ' + JSON.stringify(page)).join(',\n') + '\n]')

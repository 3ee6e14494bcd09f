# Builds the probe sites with Jekyll and prints what came out, as JSON: for each address what is served there, and for each
# page its ids, its links and which of these are dead. Knows nothing of docent.
#
#   ruby tests/jekyll/ask.rb [SITE…]
require "json"
require "fileutils"
require "jekyll"
require "jekyll-redirect-from"
require "kramdown-parser-gfm"
require "tmpdir"
require "yaml"

SITES = File.join(__dir__, "sites")
STOPS = File.join(__dir__, "stops")
COMMAND = ENV["PATH"].split(":").map { |folder| "#{folder}/jekyll" }.find { |file| File.exist?(file) }

# The tags of a piece of HTML with their attributes, in order; nothing in comments and scripts.
def tags(html)
  html = html.gsub(/<!--.*?-->/m, "").gsub(%r{<(script|style)\b.*?</\1>}m, "")
  html.scan(/<([a-zA-Z][a-zA-Z0-9]*)((?:\s+[^<>"'=\s\/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?)*)\s*\/?>/).map do |name, rest|
    attributes = rest.scan(/([^<>"'=\s\/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?/)
    [name.downcase, attributes.to_h { |key, a, b, c| [key.downcase, unescape(a || b || c || "")] }]
  end
end

def unescape(text)
  text.gsub("&lt;", "<").gsub("&gt;", ">").gsub("&quot;", '"').gsub("&#39;", "'").gsub("&apos;", "'").gsub("&amp;", "&")
end

def decode(text)
  decoded = text.gsub(/(?:%\h\h)+/) { |codes| [codes.delete("%")].pack("H*") }.force_encoding("UTF-8")
  decoded.valid_encoding? ? decoded : text
end

# What lies at an address of the server, by the rules of `jekyll serve`: a file, a folder's index.html, or name + .html.
def file_at(files, path)
  candidates = path.end_with?("/") ? [path + "index.html"] : [path, path + "/index.html", path + ".html"]
  candidates.find { |candidate| files.key?(candidate) }
end

# Where a link leads: "external", nil (dead), or a file and whether the fragment exists in it.
def follow(href, from, files, config)
  href = href.strip
  own = config["url"].to_s
  href = "/" + href[own.size..].to_s.sub(%r{\A/}, "") if !own.empty? && href.start_with?(own)
  return "external" if href =~ /\A([a-zA-Z][a-zA-Z0-9+.-]*:|\/\/)/

  rest, fragment = href.split("#", 2)
  path = (rest || "").split("?", 2).first || ""
  base = config["baseurl"].to_s.sub(%r{/\z}, "")
  if path.empty?
    target = from
  else
    joined = path.start_with?("/") ? path : base + from.sub(%r{[^/]*\z}, "") + path
    joined = decode(joined)
    slash = joined.end_with?("/", "/.", "/..") || joined == base
    joined = File.expand_path(joined, "/")
    return "dead" unless joined == base || joined.start_with?(base + "/")

    joined = joined[base.size..]
    joined += "/" if slash && joined != "/"
    target = file_at(files, joined)
  end
  return "dead" if target.nil?

  seen = []
  while files[target]["redirect"] && !seen.include?(target)
    seen << target
    address = files[target]["redirect"]
    break target if address =~ /\Ahttps?:/ && !address.start_with?("http://localhost")
    target = file_at(files, address.split("#").first) or return "dead"
  end
  return "alive" if fragment.nil? || fragment.empty? || fragment == "top"

  ids = files[target]["ids"] || []
  ids.include?(fragment) || ids.include?(decode(fragment)) ? "alive" : "no anchor"
end

def read(output)
  all = tags(output)
  ids = all.flat_map { |name, has| [has["id"], (has["name"] if name == "a")].compact }.reject(&:empty?)
  source = output[/<div data-source="([^"]*)"><\/div>/, 1]
  return { "redirect" => unescape(output[/<link rel="canonical" href="([^"]*)"/, 1]) } if output.include?("<title>Redirecting&hellip;</title>")
  return { "static" => true, "ids" => ids } if source.nil?

  headings = all.filter_map { |name, has| has["id"].to_s if name =~ /\Ah[1-6]\z/ }
  links = all.filter_map { |name, has| name == "img" ? has["src"] : (has["href"] if name == "a" && has["class"] !~ /footnote/) }
  found = { "headings" => headings, "ids" => ids, "links" => links }.reject { |_, list| list.empty? }
  { "source" => unescape(source) }.merge(found)
end

# What `jekyll ARGUMENTS` prints in a folder, and whether it ended well. The command runs in a child of this process, which has
# loaded Jekyll already.
def jekyll(folder, *arguments)
  output, input = IO.pipe
  pid = fork do
    [$stdout, $stderr].each { |stream| stream.reopen(input) }
    Dir.chdir(folder)
    ARGV.replace(arguments)
    load COMMAND
  end
  input.close
  log = output.read
  [log.scrub, Process.wait2(pid).last.success?]
end

# Builds a folder; gives the result to the block, or what stopped the build.
def build(site)
  Dir.mktmpdir do |target|
    log, good = jekyll(site, "build", "--destination", "#{target}/out", "--disable-disk-cache")
    return { "stopped" => log[/\((\w+(?:::\w+)*)\)$/, 1] || "an error" } unless good

    yield "#{target}/out"
  end
end

def ask(site)
  build(File.join(SITES, site)) do |out|
    files = Dir.glob("**/*", File::FNM_DOTMATCH, base: out).select { |path| File.file?("#{out}/#{path}") } - ["redirects.json"]
    config = YAML.load_file(File.join(SITES, site, "_config.yml"))
    own = [(config["url"] || "http://localhost:4000").to_s, config["baseurl"].to_s].join
    pages = files.sort.to_h { |path| ["/" + path, read(File.read("#{out}/#{path}", encoding: "UTF-8").scrub)] }
    # An address without the server's part.
    pages.each_value { |page| page["redirect"] = page["redirect"].delete_prefix(own) if page["redirect"] }
    pages.each do |address, page|
      page["links"] = page["links"].map { |href| [href, follow(href, address, pages, config)] } if page["links"]
    end
    pages
  end
end

# Whether a page alone in a site stops the build, and with what.
def ask_alone(page)
  Dir.mktmpdir do |site|
    FileUtils.cp(File.join(STOPS, page), site)
    File.write("#{site}/_config.yml", "plugins: [jekyll-redirect-from]\n")
    build(site) { |out| { "built" => Dir.children(out).sort - ["redirects.json"] } }
  end
end

# Short lines: one for each address.
def written(answers)
  sites = answers.map do |site, pages|
    lines = pages.map { |address, answer| "    #{address.to_json}: #{answer.to_json}" }
    "  #{site.to_json}: {\n#{lines.join(",\n")}\n  }"
  end
  "{\n#{sites.join(",\n")}\n}"
end

# The answers for all names, two builds at a time, in the order of the names.
def each_answer(names)
  answers = names.to_h { |name| [name, nil] }
  waiting = names.dup
  2.times.map { Thread.new { while (name = waiting.shift) do answers[name] = yield(name) end } }.each(&:join)
  answers
end

if $PROGRAM_NAME == __FILE__
  answers = each_answer(ARGV.empty? ? Dir.children(SITES).sort : ARGV) { |site| ask(site) }
  answers["stops"] = each_answer(Dir.children(STOPS).sort) { |page| ask_alone(page) } if ARGV.empty?
  puts written(answers)
end

# Reads pages with Jekyll and prints their data, as JSON. Standard input is a JSON list of pages' texts, the output a list of the
# answers in the same order. Knows nothing of docent.
#
# What JSON does not have stands as an object with one key: `$date`, `$time`, `$float`, `$bytes`. `$lost` is a block that Jekyll
# gives up (the page has no data then), `$stops` one that ends the build.
require "json"
require "jekyll"
require "tmpdir"

def plain(value)
  case value
  when Hash then value.to_h { |key, inner| [name(key), plain(inner)] }
  when Array then value.map { |inner| plain(inner) }
  when Float then value.finite? ? value : { "$float" => value.to_s }
  when Date then { "$date" => value.to_s }
  when Time then { "$time" => value.getutc.strftime("%Y-%m-%dT%H:%M:%S.%LZ") }
  when String
    utf8 = value.dup.force_encoding("UTF-8")
    utf8.valid_encoding? ? utf8 : { "$bytes" => [value].pack("m0") }
  else value
  end
end

def name(key)
  key.is_a?(Hash) || key.is_a?(Array) ? key.inspect : plain(key.to_s).to_s
end

# Keeps what Jekyll says while it reads.
class Log
  attr_reader :said

  def initialize
    @said = []
  end

  %i[debug info warn error abort_with].each { |level| define_method(level) { |*words| @said << words.join(" ") if level != :debug } }
end

def ask(site, text)
  File.binwrite(File.join(site.source, "page.md"), text)
  log = Log.new
  Jekyll.instance_variable_set(:@logger, log)
  data = Jekyll::Page.new(site, site.source, "", "page.md").data
  lost = log.said.first
  return { "$lost" => lost.start_with?("YAML Exception") ? "syntax" : "error" } if lost

  plain(data)
rescue Jekyll::Errors::FatalException
  { "$stops" => true }
rescue SystemStackError
  { "$lost" => "error" }
end

Dir.mktmpdir do |source|
  ENV["TZ"] = "UTC"
  Jekyll.logger.log_level = :error
  site = Jekyll::Site.new(Jekyll.configuration("source" => source, "destination" => "#{source}/out", "quiet" => true))
  pages = JSON.parse($stdin.read)
  puts JSON.generate(pages.map { |text| ask(site, text) })
end

-- Requests of docs/load.sh. DOCUMENT is the file that is sent; UNCACHED makes
-- every document another one; GZIP asks for compressed answers.
local file = assert(io.open(os.getenv("DOCUMENT"), "rb"))
local text = file:read("*a")
file:close()
wrk.method = "POST"
wrk.headers["Content-Type"] = "text/markdown"
wrk.body = text
if os.getenv("GZIP") then wrk.headers["Accept-Encoding"] = "gzip" end
if os.getenv("UNCACHED") then
  local k = os.time() % 100000 * 1000000
  request = function()
    k = k + 1
    return wrk.format(nil, nil, nil, text .. "\n## 附則\n第" .. k .. "号\n")
  end
end
function done(summary, latency)
  io.write(string.format("%.0f req/s, p50 %.2f ms, p99 %.2f ms; not 200: %d, broken: %d\n",
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end

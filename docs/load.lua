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
if os.getenv("OVERLOAD") then
  -- Reading every answer in Lua costs the client more than sending does, so
  -- only where 503 is to be told from other errors, and times of answers from
  -- those of refusals.
  local threads = {}
  function setup(t) table.insert(threads, t) end
  function init() n200, n503, nother = 0, 0, 0 end
  function response(status)
    if status == 200 then n200 = n200 + 1 elseif status == 503 then n503 = n503 + 1 else nother = nother + 1 end
  end
  function done(summary, latency)
    local a, b, c = 0, 0, 0
    for _, t in ipairs(threads) do a = a + t:get("n200"); b = b + t:get("n503"); c = c + t:get("nother") end
    io.write(string.format("%.0f answered/s, %.0f refused/s (503), p99 of all %.0f ms; other errors: %d, broken: %d\n",
      a / summary.duration * 1e6, b / summary.duration * 1e6, latency:percentile(99) / 1000, c,
      summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
  end
else
  function done(summary, latency)
    io.write(string.format("%.0f req/s, p50 %.2f ms, p99 %.2f ms; errors: %d, broken: %d\n",
      summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000, summary.errors.status,
      summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
  end
end

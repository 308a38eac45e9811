-- Requests of docs/load.sh. UNCACHED=1 makes every document another one.
local article = "\n## 第%d条（データの取扱い）\n1. 当社は、本サービスの提供に必要な範囲で、契約者が登録したデータを適切に管理します。\n2. 契約者は、自己の責任において登録データの控えを保管するものとします。\n3. 当社は、運営上必要と判断した場合、登録データを閲覧することができます。ただし、法令に定めがあるときはこの限りではありません。\n4. 本サービスの利用料金は、別に定める料金表によるものとし、契約者は毎月末日までに支払います。\n"
local text = "# 見本サービス利用規約\n"
local n = 1
while #text < 15000 do
  text = text .. string.format(article, n)
  n = n + 1
end
wrk.method = "POST"
wrk.headers["Content-Type"] = "text/markdown"
wrk.body = text
if os.getenv("UNCACHED") then
  local k = os.time() % 100000 * 1000000
  request = function()
    k = k + 1
    return wrk.format(nil, nil, nil, text .. "\n## 附則\n第" .. k .. "号\n")
  end
end
local statuses = {}
local threads = {}
function setup(t) table.insert(threads, t) end
function init() counts = "" ; n503 = 0; nother = 0 end
function response(status)
  if status == 503 then n503 = n503 + 1 elseif status ~= 200 then nother = nother + 1 end
end
function done(summary, latency)
  local a, b = 0, 0
  for _, t in ipairs(threads) do a = a + t:get("n503"); b = b + t:get("nother") end
  io.write(string.format("%.0f req/s, p50 %.2f ms, p99 %.2f ms; 503: %d, other errors: %d, broken: %d\n",
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000, a, b,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end

-- wrk asks for the stamps of a file, one path a line. Each request is another shopper's: else all but
-- the first would be reloads, which are not recorded. `once`: stops when every stamp was asked for.
--
--   wrk -s looks.lua URL -- PATHS once|again application/json

local paths, at, once, accept, client = {}, 0, false, "", 0

function init(args)
  for line in io.lines(args[1]) do paths[#paths + 1] = line end
  once = args[2] == "once"
  accept = args[3]
end

function request()
  if at >= #paths then
    if once then wrk.thread:stop() else at = 0 end
  end
  at = math.min(at + 1, #paths)
  client = client + 1
  local from = string.format("10.%d.%d.%d", math.floor(client / 65536) % 256,
                             math.floor(client / 256) % 256, client % 256)
  return wrk.format("GET", paths[at], {["Accept"] = accept, ["X-Forwarded-For"] = from,
                                       ["Host"] = "tem.example"})
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format("RESULT %d %.1f %.3f %.3f %d\n", summary.requests,
    summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000,
    latency:percentile(99) / 1000, e.connect + e.read + e.write + e.status + e.timeout))
end

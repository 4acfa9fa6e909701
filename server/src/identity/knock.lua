-- Notes an attempt at a door that is open, and tells for how many milliseconds a shut one stays so.
-- Arguments: free attempts, longest delay and memory in seconds.
local free, longest, memory = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local opens = tonumber(redis.call('HGET', KEYS[1], 'opens') or now)
if opens > now then
    return opens - now
end
local attempt = redis.call('HINCRBY', KEYS[1], 'attempts', 1)
local delay = 0
if attempt >= free then
    delay = math.min(longest, 2 ^ math.min(attempt - free, 20)) * 1000
end
redis.call('HSET', KEYS[1], 'opens', string.format('%.0f', now + delay))
redis.call('EXPIRE', KEYS[1], memory)
return 0

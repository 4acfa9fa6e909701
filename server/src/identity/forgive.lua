-- The account's door is as new; the address's forgets the attempt.
redis.call('DEL', KEYS[1])
if redis.call('EXISTS', KEYS[2]) == 1 then
    redis.call('HINCRBY', KEYS[2], 'attempts', -1)
end
return 0

// What BullMQ has no command for: order by key, and several looks in one. Each is atomic on the server.
//
// Order: a sorted set for each ordering key holds the ids of its jobs that are not over, by the sequence in which they
// were written down. Only its head is handed out (`begin`), and it is taken off only when it is over (`settle`): so no
// two run at a time. Those behind it are parked: they are jobs that BullMQ delays, for `parkedMs` or until `settle`
// finds them the head.

/**
 * For how long the jobs behind a head are delayed, unless they become the head: the longest that anything lost can
 * cost.
 */
const parkedMs = 300_000;

/** Scores of BullMQ’s set of delayed jobs are milliseconds and a count of 12 bits. */
const scorePerMs = 4096;

/** `base` is what all keys of the queue begin with. */
const common = `
local call, base = redis.call, ARGV[1]
local function isOver(id)
  return call('EXISTS', base .. id) == 0 or call('ZSCORE', base .. 'completed', id) or call('ZSCORE', base .. 'failed', id)
end
local function orderOf(id)
  local name = call('HGET', base .. id, 'name')
  return name and string.sub(name, 1, 4) == 'job:' and base .. 'order:' .. string.sub(name, 5)
end
local function headOf(order)
  while true do
    local head = call('ZRANGE', order, 0, 0)[1]
    if not head or not isOver(head) then return head end
    call('ZREM', order, head)
  end
end
local function place(order, id)
  if not call('ZSCORE', order, id) then call('ZADD', order, call('INCR', base .. 'order'), id) end
end
local function park(id, due, now)
  call('HSET', base .. id, 'parked', due)
  call('ZADD', base .. 'delayed', (now + ${parkedMs}) * ${scorePerMs}, id)
end
local function wake(order)
  local head = headOf(order)
  local due = head and call('HGET', base .. head, 'parked')
  if due and call('ZSCORE', base .. 'delayed', head) then
    call('ZADD', base .. 'delayed', 'XX', tonumber(due) * ${scorePerMs}, head)
    call('HDEL', base .. head, 'parked')
  end
end
local function forget(id)
  local key = base .. id
  call('DEL', key, key .. ':logs', key .. ':dependencies', key .. ':processed', key .. ':failed', key .. ':unsuccessful')
end
local function dueOf(id)
  local parked, score = call('HGET', base .. id, 'parked'), call('ZSCORE', base .. 'delayed', id)
  return parked or (score and string.format('%.0f', math.floor(tonumber(score) / ${scorePerMs}))) or ''
end
local function readySince(id)
  local due, writtenAt, options = unpack(call('HMGET', base .. id, 'due', 'timestamp', 'opts'), 1, 3)
  return tonumber(due or writtenAt and tonumber(writtenAt) + (cjson.decode(options or '{}')['delay'] or 0))
end
local function fieldsOf(id)
  return call('HMGET', base .. id, 'data', 'name', 'ats', 'failedReason', 'finishedOn')
end
`;

/** The scripts by the names under which the client has them. Given: `base`, then what the line above each says. */
export const scripts = {
  // The id, and before when what was done is forgotten. Answers 1 where there is such a job.
  patchbayJobsPrepare: `${common}
local id = ARGV[2]
local done = call('ZSCORE', base .. 'completed', id)
if done and tonumber(done) <= tonumber(ARGV[3]) then
  call('ZREM', base .. 'completed', id)
  forget(id)
end
return call('EXISTS', base .. id)`,

  // The id and the time, and once more where it begins anew. Gives a job with an ordering key its place.
  patchbayJobsPlace: `${common}
local id, now = ARGV[2], tonumber(ARGV[3])
if ARGV[4] and not isOver(id) then call('HSET', base .. id, 'due', ARGV[4]) end
local order = orderOf(id)
if not order or isOver(id) then return 0 end
place(order, id)
wake(order)
local isParked = call('HEXISTS', base .. id, 'parked') == 1
if headOf(order) ~= id and not isParked and call('ZSCORE', base .. 'delayed', id) then park(id, dueOf(id), now) end
return 1`,

  // The time, then an id and its token each. Answers the number of the attempt for each that may begin, else 0.
  patchbayJobsBegin: `${common}
local attempts, now = {}, tonumber(ARGV[2])
for at = 3, #ARGV, 2 do
  local id, attempt = ARGV[at], 0
  local key = base .. id
  if call('GET', key .. ':lock') == ARGV[at + 1] then
    local order = orderOf(id)
    if order then place(order, id) end
    if order and headOf(order) ~= id then
      call('DEL', key .. ':lock')
      call('SREM', base .. 'stalled', id)
      call('LREM', base .. 'active', 1, id)
      call('HINCRBY', key, 'ats', -1)
      park(id, now, now)
    else
      call('HDEL', key, 'parked', 'ended')
      call('HSET', key, 'due', now)
      attempt = tonumber(call('HGET', key, 'ats'))
    end
  end
  table.insert(attempts, attempt)
end
return attempts`,

  // The id, BullMQ’s set that it is in then, the field that proves the end, and what that then says. Answers 1 where it
  // is so.
  patchbayJobsSettle: `${common}
local id = ARGV[2]
local order = orderOf(id)
if order and isOver(id) then
  call('ZREM', order, id)
  wake(order)
end
local isThere = ARGV[3] == '' or call('ZSCORE', base .. ARGV[3], id)
return isThere and call('HGET', base .. id, ARGV[4]) == ARGV[5] and 1 or 0`,

  // The id, and before when what was done is forgotten.
  patchbayJobsLook: `${common}
local id = ARGV[2]
if call('EXISTS', base .. id) == 0 then return false end
local done, status = call('ZSCORE', base .. 'completed', id), 'waiting'
if done and tonumber(done) <= tonumber(ARGV[3]) then return false end
if done then status = 'done'
elseif call('ZSCORE', base .. 'failed', id) then status = 'dead'
elseif call('LPOS', base .. 'active', id) then status = 'running' end
return { id, status, dueOf(id), unpack(fieldsOf(id), 1, 5) }`,

  // The time. Of those that are due, the first 1000 are looked at for parked ones; of those that wait, the next 100 for
  // the oldest one. Answers four counts, and since when the oldest could run.
  patchbayJobsStats: `${common}
local last = (tonumber(ARGV[2]) + 1) * ${scorePerMs} - 1
local delayed, wait = base .. 'delayed', base .. 'wait'
local due, ready = call('ZCOUNT', delayed, '-inf', last), call('LRANGE', wait, -100, -1)
for _, id in ipairs(call('ZRANGEBYSCORE', delayed, '-inf', last, 'LIMIT', 0, 1000)) do
  if call('HEXISTS', base .. id, 'parked') == 1 then due = due - 1 else table.insert(ready, id) end
end
local oldest
for _, id in ipairs(ready) do
  local since = readySince(id)
  if since and (not oldest or since < oldest) then oldest = since end
end
local waiting = call('LLEN', wait) + call('ZCARD', base .. 'prioritized')
return {
  waiting + due, call('ZCARD', delayed) - due, call('LLEN', base .. 'active'), call('ZCARD', base .. 'failed'), oldest or false,
}`,

  // How many, and after which score and id. One that is gone since: those of the same millisecond may come again.
  patchbayJobsDead: `${common}
local failed, start = base .. 'failed', 0
if ARGV[3] then
  local rank = call('ZSCORE', failed, ARGV[4]) == ARGV[3] and call('ZREVRANK', failed, ARGV[4])
  start = rank and rank + 1 or call('ZCOUNT', failed, '(' .. ARGV[3], '+inf')
end
local found = {}
for _, id in ipairs(call('ZREVRANGE', failed, start, start + tonumber(ARGV[2]) - 1)) do
  table.insert(found, { id, 'dead', '', unpack(fieldsOf(id), 1, 5) })
end
return found`,

  // The id. Answers 1 where there was such a dead job.
  patchbayJobsDiscard: `${common}
local removed = call('ZREM', base .. 'failed', ARGV[2])
if removed == 1 then forget(ARGV[2]) end
return removed`,
} as const;

/** One of them. */
export type ScriptName = keyof typeof scripts;

package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

// takeScript counts quotas by the generic cell rate algorithm, several at once, as
// github.com/go-redis/redis_rate does for one: under the same keys, in the same
// form. KEYS are the quotas; of each, ARGV has the units, the seconds of the window
// and what is asked for. It returns what is allowed, what remains, the seconds
// until it would be allowed and until the quota is whole, of each up to the first
// that does not allow.
var takeScript = redis.NewScript(`
local out = {}
-- Seconds since 2017: those since 1970 with microseconds would fill a double.
local now = redis.call("TIME")
now = (now[1] - 1483228800) + (now[2] / 1000000)
for i, key in ipairs(KEYS) do
  local units = tonumber(ARGV[3 * i - 2])
  local interval = tonumber(ARGV[3 * i - 1]) / units
  local cost = tonumber(ARGV[3 * i])
  local tat = math.max(tonumber(redis.call("GET", key) or now), now)
  local new = tat + interval * cost
  local diff = now - (new - interval * units)
  local remaining = diff / interval
  if remaining < 0 then
    out[#out + 1] = {0, 0, tostring(-diff), tostring(tat - now)}
    return out
  end
  local reset = new - now
  if reset > 0 then
    redis.call("SET", key, new, "EX", math.ceil(reset))
  end
  out[#out + 1] = {cost, remaining, "0", tostring(reset)}
end
return out
`)

// takeKeys are the keys and arguments of takeScript. They lie in one slot.
func takeKeys(who string, asks []Ask) (keys []string, args []any) {
	for _, a := range asks {
		keys = append(keys, "rate:yk:{"+who+"}:"+a.Quota.Name)
		args = append(args, a.Quota.Units, a.Quota.Window.Seconds(), a.N)
	}
	return keys, args
}

// taken reads what takeScript returned for n quotas.
func taken(v any, n int) ([]Taken, error) {
	rows, ok := v.([]any)
	if !ok {
		return nil, fmt.Errorf("the quotas on redis: %T", v)
	}
	all := make([]Taken, 0, len(rows))
	for _, row := range rows {
		f, ok := row.([]any)
		if !ok || len(f) != 4 {
			return nil, fmt.Errorf("the quotas on redis: %v", row)
		}
		allowed, _ := f[0].(int64)
		remaining, _ := f[1].(int64)
		all = append(all, Taken{OK: allowed > 0, Remaining: int(remaining), Retry: secondsOf(f[2]), Reset: secondsOf(f[3])})
	}
	if len(all) == 0 || len(all) < n && all[len(all)-1].OK {
		return nil, fmt.Errorf("the quotas on redis: %d answers for %d", len(all), n)
	}
	return all, nil
}

func secondsOf(v any) time.Duration {
	s, _ := v.(string)
	f, _ := strconv.ParseFloat(s, 64) // 0 where there is none
	return time.Duration(f * float64(time.Second))
}

// Take implements Limiter.
func (r *Redis) Take(ctx context.Context, who string, q Quota, n int) (Taken, error) {
	all, err := r.TakeAll(ctx, who, []Ask{{q, n}})
	if err != nil {
		return Taken{}, err
	}
	return all[0], nil
}

// TakeAll implements AtOnce.
func (r *Redis) TakeAll(ctx context.Context, who string, asks []Ask) (all []Taken, err error) {
	keys, args := takeKeys(who, asks)
	err = r.try(ctx, func() error {
		v, err := takeScript.Run(ctx, r.client, keys, args...).Result()
		if err == nil {
			all, err = taken(v, len(asks))
		}
		return err
	})
	return all, err
}

// KeyAndTake implements AtOnce. Where Redis does not know the script, nothing is
// taken.
func (r *Redis) KeyAndTake(ctx context.Context, id, who string, asks []Ask) (k Key, all []Taken, err error) {
	keys, args := takeKeys(who, asks)
	err = r.try(ctx, func() error {
		var value, revoked *redis.StringCmd
		var took *redis.Cmd
		var err error
		_, _ = r.client.Pipelined(ctx, func(p redis.Pipeliner) error { // each answer has its own error
			value, revoked = p.HGet(ctx, keysKey, id), p.HGet(ctx, revokedKey, id)
			if len(asks) > 0 {
				took = takeScript.EvalSha(ctx, p, keys, args...)
			}
			return nil
		})
		if value.Err() != nil {
			return value.Err()
		}
		if err := revoked.Err(); err != nil && !errors.Is(err, redis.Nil) {
			return err // what cannot be known to be good is not
		}
		if took != nil && took.Err() == nil {
			if all, err = taken(took.Val(), len(asks)); err != nil {
				return err
			}
		}
		ms, _ := strconv.ParseInt(revoked.Val(), 10, 64)
		k, err = decodeKey(value.Val(), ms)
		return err
	})
	if errors.Is(err, redis.Nil) {
		return Key{}, nil, ErrNotFound
	}
	return k, all, err
}

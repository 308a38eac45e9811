// Sends new documents at a rate that does not wait for answers, and says how
// those that were accepted fared, and the memory of the server. For
// docs/load.sh:
//
//	overload URL DOCUMENT RATE SECONDS PID
package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// most is how many requests may be under way; what is over that is not sent.
const most = 2000

func main() {
	url, text := os.Args[1], must(os.ReadFile(os.Args[2]))
	rate, seconds := must(strconv.ParseFloat(os.Args[3], 64)), must(strconv.Atoi(os.Args[4]))
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: most, DisableCompression: true}, Timeout: 30 * time.Second}
	var mu sync.Mutex
	var accepted []time.Duration
	statuses := map[string]int{}
	var memory []int
	under := make(chan struct{}, most)
	var all sync.WaitGroup
	begin := time.Now()
	for n := 0; ; n++ {
		due := begin.Add(time.Duration(float64(n) / rate * float64(time.Second)))
		if due.Sub(begin) > time.Duration(seconds)*time.Second {
			break
		}
		time.Sleep(time.Until(due))
		if passed := int(time.Since(begin).Seconds()); passed >= len(memory) {
			memory = append(memory, resident(os.Args[5]))
		}
		select {
		case under <- struct{}{}:
		default:
			mu.Lock()
			statuses["not sent, too many under way"]++
			mu.Unlock()
			continue
		}
		all.Go(func() {
			defer func() { <-under }()
			body := fmt.Appendf(bytes.Clone(text), "\n## 附則\n第%d号の%d\n", begin.UnixNano(), n)
			status := "broken"
			if res, err := client.Post(url, "text/markdown", bytes.NewReader(body)); err == nil {
				if _, err := io.Copy(io.Discard, res.Body); err == nil {
					status = strconv.Itoa(res.StatusCode)
				}
				_ = res.Body.Close()
			}
			took := time.Since(due)
			mu.Lock()
			defer mu.Unlock()
			statuses[status]++
			if status == "200" {
				accepted = append(accepted, took)
			}
		})
	}
	all.Wait()
	slices.Sort(accepted)
	at := func(q float64) time.Duration {
		if len(accepted) == 0 {
			return 0
		}
		return accepted[int(q*float64(len(accepted)-1))].Round(time.Millisecond)
	}
	fmt.Printf("%.0f req/s for %d s: %v; accepted p50 %v, p99 %v, longest %v\n", rate, seconds, statuses, at(.5), at(.99), at(1))
	third := len(memory) / 3
	fmt.Printf("    resident MB at the start %d, at most in the first third %d, in the second %d, in the last %d\n", memory[0], slices.Max(memory[:third]), slices.Max(memory[third:2*third]), slices.Max(memory[2*third:]))
}

// resident returns the resident memory of a process in MB.
func resident(pid string) int {
	for line := range strings.Lines(string(must(os.ReadFile("/proc/" + pid + "/status")))) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			return must(strconv.Atoi(strings.Fields(rest)[0])) / 1024
		}
	}
	return 0
}

func must[T any](v T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return v
}

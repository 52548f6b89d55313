// Go's side of the core rows: core-go ROW [TASKS] [quick].
package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
	"syscall"
	"time"
)

func spawn(n int) {
	done := make(chan struct{})
	for i := 0; i < n; i++ {
		go func() { done <- struct{}{} }()
		<-done
	}
}

func scopeOfTwo(n int) {
	for i := 0; i < n; i++ {
		var group sync.WaitGroup
		group.Add(2)
		go group.Done()
		go group.Done()
		group.Wait()
	}
}

func many(n int, work func(i int)) {
	var group sync.WaitGroup
	group.Add(n)
	for i := 0; i < n; i++ {
		go func(i int) {
			defer group.Done()
			work(i)
		}(i)
	}
	group.Wait()
}

func gather(n int) {
	results := make([]int, n)
	many(n, func(i int) { results[i] = i })
}

func gatherYielding(n int) {
	results := make([]int, n)
	many(n, func(i int) {
		runtime.Gosched()
		results[i] = i
	})
}

func sleep(within context.Context, duration time.Duration) {
	timer := time.NewTimer(duration)
	defer timer.Stop()
	select {
	case <-within.Done():
	case <-timer.C:
	}
}

var work int

func timeout(n int) {
	for i := 0; i < n; i++ {
		_, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		work++
		cancel()
	}
}

func timeoutsThatFire(n int) {
	for ; n > 0; n -= 10_000 {
		many(10_000, func(int) {
			limited, cancel := context.WithTimeout(context.Background(), time.Millisecond)
			defer cancel()
			sleep(limited, time.Hour)
		})
	}
}

func yields(tasks, n int) {
	many(tasks, func(int) {
		for i := 0; i < n/tasks; i++ {
			runtime.Gosched()
		}
	})
}

// On one thread, as on an event loop.
func switchOfTwo(n int) {
	runtime.GOMAXPROCS(1)
	yields(2, n)
}

func switchParallel(n int) { yields(100, n) }

func transfer(n, producers, capacity int) {
	numbers := make(chan int, capacity)
	for p := 0; p < producers; p++ {
		go func() {
			for i := 0; i < n/producers; i++ {
				numbers <- i
			}
		}()
	}
	sum := 0
	for i := 0; i < n/producers*producers; i++ {
		sum += <-numbers
	}
	work = sum
}

func channel(n int)       { transfer(n, 1, 100) }
func channel100To1(n int) { transfer(n, 100, 100) }
func rendezvous(n int)    { transfer(n, 1, 0) }

func selectOfTwo(n int) {
	one, two := make(chan int, 100), make(chan int, 100)
	for _, numbers := range []chan int{one, two} {
		go func(numbers chan<- int) {
			for i := 0; i < n/2; i++ {
				numbers <- i
			}
		}(numbers)
	}
	sum := 0
	for i := 0; i < n/2*2; i++ {
		select {
		case number := <-one:
			sum += number
		case number := <-two:
			sum += number
		}
	}
	work = sum
}

func mutex(n int) {
	var lock sync.Mutex
	for i := 0; i < n; i++ {
		lock.Lock()
		work++
		lock.Unlock()
	}
}

// A channel of permits: what Go has for a semaphore.
func semaphore(n int) {
	permits := make(chan struct{}, 10)
	for i := 0; i < n; i++ {
		permits <- struct{}{}
		work++
		<-permits
	}
}

func mutexContended(n int) {
	var lock sync.Mutex
	many(100, func(int) {
		for i := 0; i < n/100; i++ {
			lock.Lock()
			runtime.Gosched()
			lock.Unlock()
		}
	})
}

func semaphoreContended(n int) {
	permits := make(chan struct{}, 10)
	many(100, func(int) {
		for i := 0; i < n/100; i++ {
			permits <- struct{}{}
			runtime.Gosched()
			<-permits
		}
	})
}

// A generator is a goroutine behind a channel.
func iterate(n int) { transfer(n, 1, 0) }

func mapParallel(n int) {
	items, results := make(chan int, 64), make(chan int, 64)
	var workers sync.WaitGroup
	for w := 0; w < 64; w++ {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for item := range items {
				results <- item * 3
			}
		}()
	}
	go func() {
		for i := 0; i < n; i++ {
			items <- i
		}
		close(items)
		workers.Wait()
		close(results)
	}()
	sum := 0
	for result := range results {
		sum += result
	}
	work = sum
}

func timers(n int) {
	var group sync.WaitGroup
	group.Add(n)
	for i := 0; i < n; i++ {
		time.AfterFunc(time.Duration(i*7%n), group.Done)
	}
	group.Wait()
}

func sleepers(n int) {
	start := time.Now()
	many(n, func(int) { time.Sleep(time.Second) })
	fmt.Println("@ s", time.Since(start).Seconds())
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) == nil {
		fmt.Println("@ MB", float64(usage.Maxrss)/1024)
	}
}

// The time from the cancellation to the end of the last; the first is a warm-up.
func cancels(n, rounds int) {
	for round := 0; round < rounds; round++ {
		all, cancel := context.WithCancel(context.Background())
		var waiting, group sync.WaitGroup
		waiting.Add(n)
		group.Add(n)
		for i := 0; i < n; i++ {
			go func() {
				defer group.Done()
				waiting.Done()
				sleep(all, time.Hour)
			}()
		}
		waiting.Wait()
		start := time.Now()
		cancel()
		group.Wait()
		if round > 0 {
			tell(start, n)
		}
	}
}

type row struct {
	run        func(n int)
	operations int
}

var rows = map[string]row{
	"spawn":               {spawn, 400_000},
	"scope-of-two":        {scopeOfTwo, 400_000},
	"gather":              {gather, 100_000},
	"gather-yielding":     {gatherYielding, 100_000},
	"timeout":             {timeout, 1_000_000},
	"timeouts-that-fire":  {timeoutsThatFire, 100_000},
	"switch":              {switchOfTwo, 4_000_000},
	"switch-parallel":     {switchParallel, 4_000_000},
	"channel":             {channel, 4_000_000},
	"channel-100-to-1":    {channel100To1, 4_000_000},
	"rendezvous":          {rendezvous, 1_000_000},
	"select":              {selectOfTwo, 2_000_000},
	"mutex":               {mutex, 40_000_000},
	"semaphore":           {semaphore, 10_000_000},
	"mutex-contended":     {mutexContended, 400_000},
	"semaphore-contended": {semaphoreContended, 1_000_000},
	"iterate":             {iterate, 1_000_000},
	"map-parallel":        {mapParallel, 1_000_000},
	"timers":              {timers, 1_000_000},
}

func tell(start time.Time, operations int) {
	fmt.Println("@ ns", float64(time.Since(start).Nanoseconds())/float64(operations))
}

func main() {
	rounds, shorter := 5, 1
	if os.Args[len(os.Args)-1] == "quick" {
		rounds, shorter = 3, 4
	}
	name := os.Args[1]
	switch name {
	case "sleepers", "cancels":
		tasks, err := strconv.Atoi(os.Args[2])
		if err != nil {
			panic(err)
		}
		if name == "sleepers" {
			sleepers(tasks)
		} else {
			cancels(tasks, rounds)
		}
	default:
		chosen, known := rows[name]
		if !known {
			fmt.Fprintln(os.Stderr, "there is no row", name)
			os.Exit(2)
		}
		operations := chosen.operations / shorter
		chosen.run(operations) // to warm up
		for round := 0; round < rounds; round++ {
			start := time.Now()
			chosen.run(operations)
			tell(start, operations)
		}
	}
}

package clock

import (
	"os"
	"testing"
	"time"
)

func TestAlarm(t *testing.T) {
	alarm, err := NewAlarm()
	if err != nil {
		t.Fatal(err)
	}
	defer alarm.Close()
	for range 20 {
		until := Now() + int64(500*time.Microsecond)
		alarm.Sleep(until)
		if now := Now(); now < until-Uncertainty() {
			t.Errorf("woken %d ns before the time", until-now)
		}
	}
	for _, past := range []int64{-1, 0, Now()} {
		alarm.Sleep(past) // Returns.
	}
	if allocations := testing.AllocsPerRun(20, func() { alarm.Sleep(Now() + 1000) }); allocations != 0 {
		t.Errorf("%v allocations", allocations)
	}
}

func TestAlarmsAreGivenBack(t *testing.T) {
	descriptors := func() int {
		open, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Fatal(err)
		}
		return len(open)
	}
	alarm, err := NewAlarm() // The runtime's poller, which stays.
	if err != nil {
		t.Fatal(err)
	}
	alarm.Close()
	before := descriptors()
	for range 10 {
		alarm, err := NewAlarm()
		if err != nil {
			t.Fatal(err)
		}
		alarm.Sleep(Now() + 1000)
		alarm.Close()
	}
	if after := descriptors(); after != before {
		t.Errorf("%d descriptors, %d before", after, before)
	}
}

// BenchmarkAlarm reports how late a sleep of half a millisecond ends.
func BenchmarkAlarm(b *testing.B) {
	alarm, err := NewAlarm()
	if err != nil {
		b.Fatal(err)
	}
	defer alarm.Close()
	var late int64
	for range b.N {
		until := Now() + int64(500*time.Microsecond)
		alarm.Sleep(until)
		late += Now() - until
	}
	b.ReportMetric(float64(late)/float64(b.N), "late-ns/op")
}

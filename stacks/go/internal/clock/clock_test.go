package clock

import (
	"testing"
	"time"
)

func TestNowIsTheRawClock(t *testing.T) {
	const allowedNs = 100
	if Uncertainty() > allowedNs {
		t.Errorf("offset known to ± %d ns", Uncertainty())
	}
	for range 1000 {
		before, now, after := Raw(), Now(), Raw()
		if now < before-allowedNs || now > after+allowedNs {
			t.Fatalf("%d is not between %d and %d", now, before, after)
		}
	}
}

func TestNowKeepsStep(t *testing.T) {
	rawAt, at := Raw(), Now()
	time.Sleep(50 * time.Millisecond)
	if drift := (Now() - at) - (Raw() - rawAt); drift > 20_000 || drift < -20_000 {
		t.Errorf("drifted by %d ns in 50 ms", drift)
	}
}

func BenchmarkNow(b *testing.B) {
	for b.Loop() {
		Now()
	}
}

package clock

import (
	"testing"
	"time"
)

func TestNowIsTheRawClock(t *testing.T) {
	// What is known for certain is bounded by the duration of the system call between two readings.
	const allowedNs = 1000
	if Uncertainty() > allowedNs {
		t.Errorf("offset known to ± %d ns", Uncertainty())
	}
	for range 1000 {
		before, now, after := Raw(), Now(), Raw()
		if now < before-Uncertainty() || now > after+Uncertainty() {
			t.Fatalf("%d is not between %d and %d", now, before, after)
		}
	}
}

func TestCalibrationRepeats(t *testing.T) {
	const allowedNs = 100
	again, _ := calibrate()
	if difference := again - offset; difference < -allowedNs || difference > allowedNs {
		t.Errorf("a second calibration differs by %d ns", difference)
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
	for range b.N {
		Now()
	}
}

package affinity

import (
	"slices"
	"testing"
)

func TestParseList(t *testing.T) {
	for list, want := range map[string][]int{"0": {0}, "1-3,8": {1, 2, 3, 8}, "0-1,4-5": {0, 1, 4, 5}} {
		if got, err := ParseList(list); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %v, %v", list, got, err)
		}
	}
	for _, list := range []string{"", "a", "1-", "-1", "1,,2"} {
		if got, err := ParseList(list); err == nil {
			t.Errorf("%q: %v", list, got)
		}
	}
}

func TestCPUsOfThisProcess(t *testing.T) {
	if cpus, err := CPUs(); err != nil || len(cpus) == 0 {
		t.Errorf("%v, %v", cpus, err)
	}
}

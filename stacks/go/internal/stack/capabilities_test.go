package stack

import (
	"slices"
	"strings"
	"testing"
)

func TestNothingIsBothOfferedAndMissing(t *testing.T) {
	said := append(Offers(), Observes()...)
	for _, missing := range Not() {
		if slices.Contains(said, missing.What) {
			t.Errorf("%s is offered, and missing because %s", missing.What, missing.Why)
		}
		if missing.Why == "" || !strings.HasPrefix(missing.Source, "https://") {
			t.Errorf("%+v has no reason or source", missing)
		}
	}
	slices.Sort(said)
	if again := slices.Compact(slices.Clone(said)); len(again) != len(said) {
		t.Errorf("something is said twice: %v", said)
	}
}

// Each group token of the protocol is either offered or said to be missing.
func TestEveryGroupIsSpokenOf(t *testing.T) {
	for _, token := range []string{"x25519", "p256", "p384", "p521", "x25519mlkem768", "secp256r1mlkem768"} {
		what := "group:" + token
		missing := 0
		for _, one := range Not() {
			if one.What == what {
				missing++
			}
		}
		if offered := slices.Contains(Offers(), what); offered == (missing == 1) {
			t.Errorf("%s: offered %v, said missing %d times", what, offered, missing)
		}
	}
}

package affinity

import (
	"encoding/json"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// tellCPUs makes this test program tell what it sees of its CPUs, instead of running tests.
const tellCPUs = "HSLAB_TELL_CPUS"

type seen struct {
	Mask             []int
	NumCPU, MaxProcs int
}

func TestMain(m *testing.M) {
	if os.Getenv(tellCPUs) == "" {
		os.Exit(m.Run())
	}
	cpus, err := CPUs()
	if err != nil {
		panic(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(seen{cpus, runtime.NumCPU(), runtime.GOMAXPROCS(0)}); err != nil {
		panic(err)
	}
}

// What the worker offers as `threads`: the runtime makes use of as many CPUs as the mask allows, and no more. (Fewer
// are right where a cgroup allows less CPU time, which counts since Go 1.25.)
func TestRuntimeFollowsTheMask(t *testing.T) {
	taskset, err := exec.LookPath("taskset")
	if err != nil {
		t.Skip("no taskset")
	}
	mine, err := CPUs()
	if err != nil {
		t.Fatal(err)
	}
	for count := 1; count <= len(mine); count++ {
		var list []string
		for _, cpu := range mine[:count] {
			list = append(list, strconv.Itoa(cpu))
		}
		command := exec.Command(taskset, "-c", strings.Join(list, ","), os.Args[0])
		command.Env = []string{tellCPUs + "=1"}
		output, err := command.Output()
		if err != nil {
			t.Fatal(err)
		}
		var saw seen
		if err := json.Unmarshal(output, &saw); err != nil {
			t.Fatalf("%s: %v", output, err)
		}
		if !slices.Equal(saw.Mask, mine[:count]) || saw.NumCPU != count || saw.MaxProcs < 1 || saw.MaxProcs > count {
			t.Errorf("under %v: %+v", mine[:count], saw)
		}
	}
}

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

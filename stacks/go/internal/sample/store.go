package sample

import (
	"fmt"
	"syscall"
	"unsafe"
)

// Store holds the samples of one block. Its rows are mapped from the kernel rather than taken
// from Go's heap: the collector paces itself by the live heap, so rows there would make
// collections rarer than in an ordinary program, the more the larger the capacity.
type Store struct {
	mapping []byte
	rows    []Sample
	count   int
}

// NewStore maps room for capacity rows and touches it, so that no page fault is left for the loop.
func NewStore(capacity int) (*Store, error) {
	if capacity == 0 {
		return &Store{}, nil
	}
	size := capacity * int(unsafe.Sizeof(Sample{}))
	mapping, err := syscall.Mmap(-1, 0, size, syscall.PROT_READ|syscall.PROT_WRITE,
		syscall.MAP_PRIVATE|syscall.MAP_ANONYMOUS|syscall.MAP_POPULATE)
	if err != nil {
		return nil, fmt.Errorf("%d bytes for %d samples: %w", size, capacity, err)
	}
	return &Store{mapping: mapping, rows: unsafe.Slice((*Sample)(unsafe.Pointer(&mapping[0])), capacity)}, nil
}

// Add copies a sample into the next row; false where the store is full.
func (s *Store) Add(sample *Sample) bool {
	if s.count == len(s.rows) {
		return false
	}
	s.rows[s.count] = *sample
	s.count++
	return true
}

// Clear forgets the rows.
func (s *Store) Clear() { s.count = 0 }

// Rows are the samples added since Clear.
func (s *Store) Rows() []Sample { return s.rows[:s.count] }

// Capacity is the most rows it can hold.
func (s *Store) Capacity() int { return len(s.rows) }

// Close gives the memory back; the store must not be used again.
func (s *Store) Close() {
	if s.mapping != nil {
		_ = syscall.Munmap(s.mapping) // A mapping we made: it cannot be refused.
	}
	s.mapping, s.rows, s.count = nil, nil, 0
}

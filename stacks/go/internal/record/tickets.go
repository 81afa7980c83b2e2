package record

import "crypto/tls"

// TicketCounter is a cache of sessions that counts the tickets it is given. crypto/tls puts each into the cache, but for one whose lifetime is zero.
type TicketCounter struct {
	tls.ClientSessionCache
	Recorder *Recorder
}

// Put keeps a session; one that is nil takes back what was kept.
func (c *TicketCounter) Put(key string, session *tls.ClientSessionState) {
	if session != nil {
		c.Recorder.Sample.Tickets++
	}
	c.ClientSessionCache.Put(key, session)
}

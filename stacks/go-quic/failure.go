package main

import (
	"errors"
	"fmt"

	"github.com/quic-go/quic-go"

	"handshakelab/go/internal/stack"
)

// describe says what went wrong, with the alert's number and name where there is one (RFC 9001, section 4.8).
func describe(role, step string, err error) string {
	var transport *quic.TransportError
	var idle *quic.IdleTimeoutError
	var handshake *quic.HandshakeTimeoutError
	var application *quic.ApplicationError
	what := err.Error()
	switch {
	case errors.As(err, &transport) && transport.ErrorCode.IsCryptoError():
		alert := stack.Alert(uint8(transport.ErrorCode & 0xff))
		if transport.Remote {
			what = "remote alert " + alert
		} else {
			what = fmt.Sprintf("%s (alert %s sent)", transport.ErrorMessage, alert)
		}
	case errors.As(err, &transport):
		what = fmt.Sprintf("%v", transport)
	case errors.As(err, &idle), errors.As(err, &handshake):
		what = fmt.Sprintf("timed out after %v", deadline)
	case errors.As(err, &application):
		what = "the peer closed the connection"
	}
	return fmt.Sprintf("%s: %s: %s", role, step, what)
}

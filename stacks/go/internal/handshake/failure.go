package handshake

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"reflect"
	"syscall"

	"handshakelab/go/internal/protocol"
	"handshakelab/go/internal/sample"
	"handshakelab/go/internal/stack"
)

// Names that net puts into OpError.Op; those of crypto/tls carry an alert.
const (
	opLocalAlert  = "local error"
	opRemoteAlert = "remote error"
)

// describeFailure says side, step, what went wrong and the alert, without anything that differs
// from one connection to the next (ports), so that equal failures have equal texts.
func (s *Settings) describeFailure(at *sample.Sample, conn *tls.Conn, err error) string {
	step := ""
	switch {
	case isVerification(err):
		step = "verifying certificates: "
	case s.Hooks && s.Version == tls.VersionTLS12:
		step = failedStep12(s.Role, at) + ": "
	case s.Hooks:
		step = failedStep(s.Role, at) + ": "
	}
	return s.Role + ": " + step + describeCause(conn, err)
}

// failedStep12 is failedStep for TLS 1.2.
func failedStep12(role string, s *sample.Sample) string {
	if role == protocol.Client {
		switch {
		case s.Writes == 0:
			return "building ClientHello"
		case s.Reads == 0:
			return "waiting for ServerHello"
		case !s.Has(sample.Verified):
			return "reading ServerHello and certificates"
		case !s.Has(sample.AppSecret):
			return "reading and checking ServerKeyExchange"
		default:
			return "waiting for server Finished"
		}
	}
	switch {
	case s.Reads == 0:
		return "waiting for ClientHello"
	case !s.Has(sample.Parsed):
		return "reading ClientHello"
	case s.Has(sample.SignStart) && !s.Has(sample.SignEnd):
		return "signing ServerKeyExchange"
	case s.Has(sample.SignEnd), s.Reads > 1: // Nothing is signed where a session is resumed.
		return "reading ClientKeyExchange and client Finished"
	default:
		return "choosing parameters"
	}
}

func isRemoteAlert(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == opRemoteAlert
}

func isVerification(err error) bool {
	var verification *tls.CertificateVerificationError
	return errors.As(err, &verification)
}

// failedStep is the step after the last mark that was reached.
func failedStep(role string, s *sample.Sample) string {
	if role == protocol.Client {
		switch {
		case s.Writes == 0:
			return "building ClientHello"
		case s.Reads == 0:
			return "waiting for ServerHello"
		case !s.Has(sample.HandshakeSecret):
			return "reading ServerHello"
		case !s.Has(sample.Verified):
			return "reading server parameters and certificates"
		case !s.Has(sample.AppSecret):
			return "checking CertificateVerify and Finished"
		default:
			return "sending Finished"
		}
	}
	switch {
	case s.Reads == 0:
		return "waiting for ClientHello"
	case !s.Has(sample.Parsed):
		return "reading ClientHello"
	case s.Has(sample.SignStart) && !s.Has(sample.SignEnd):
		return "signing CertificateVerify"
	case s.WroteSince(sample.HandshakeSecret):
		return "reading client Finished"
	case s.Has(sample.HandshakeSecret):
		return "building the flight"
	default:
		return "choosing parameters"
	}
}

func describeCause(conn *tls.Conn, err error) string {
	var op *net.OpError
	var header tls.RecordHeaderError
	var verification *tls.CertificateVerificationError
	switch {
	case errors.As(err, &verification):
		return verification.Err.Error() + sentAlert(conn)
	case errors.As(err, &op) && op.Op == opRemoteAlert:
		if number, ok := alertNumber(reflect.ValueOf(op.Err)); ok {
			return "remote alert " + stack.Alert(number)
		}
		return "remote alert: " + op.Err.Error()
	case errors.Is(err, os.ErrDeadlineExceeded):
		return fmt.Sprintf("timed out after %v", Deadline)
	case errors.Is(err, io.EOF):
		return "connection closed by the peer"
	case errors.As(err, &header):
		return fmt.Sprintf("%s (first bytes %x)%s", header.Msg, header.RecordHeader, sentAlert(conn))
	}
	var errno syscall.Errno
	if errors.As(err, &errno) {
		return errno.Error()
	}
	return err.Error() + sentAlert(conn)
}

// sentAlert is the alert that this side sent, such as " (alert 42 bad_certificate sent)", or
// nothing where that cannot be told. crypto/tls keeps it only in a field that it does not export;
// reading that by reflection is safe (a field that is not there is not found) and happens only
// after a handshake has failed.
func sentAlert(conn *tls.Conn) string {
	if conn == nil {
		return ""
	}
	out := reflect.ValueOf(conn).Elem().FieldByName("out")
	if out.Kind() != reflect.Struct {
		return ""
	}
	kept := descend(out.FieldByName("err"))
	if kept.IsValid() && kept.Type() != opErrorType { // A permanentError around it.
		kept = descend(kept.FieldByName("err"))
	}
	if !kept.IsValid() || kept.Type() != opErrorType || kept.FieldByName("Op").String() != opLocalAlert {
		return ""
	}
	number, ok := alertNumber(kept.FieldByName("Err"))
	if !ok {
		return ""
	}
	return " (alert " + stack.Alert(number) + " sent)"
}

var opErrorType = reflect.TypeFor[net.OpError]()

// descend follows interfaces and pointers to a struct; the zero Value where there is none.
func descend(v reflect.Value) reflect.Value {
	for v.Kind() == reflect.Interface || v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct {
		return reflect.Value{}
	}
	return v
}

// alertNumber reads crypto/tls's alert, an unexported uint8 type, out of an error.
func alertNumber(err reflect.Value) (uint8, bool) {
	for err.Kind() == reflect.Interface {
		err = err.Elem()
	}
	if err.Kind() != reflect.Uint8 {
		return 0, false
	}
	return uint8(err.Uint()), true
}

// Package labtest gives tests what the engine gives a worker: certificates in files, and requests in frames.
package labtest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// ServerName is the name that the leaf is valid for.
const ServerName = "lab.test"

// PKI is a root, an intermediate and a leaf, in files.
type PKI struct {
	RootFile, CertificateFile, KeyFile string
}

// NewPKI makes a chain with one intermediate; leafKey is a key token of the protocol, the issuers are ecdsa-p256.
func NewPKI(t testing.TB, leafKey string) PKI {
	t.Helper()
	folder := t.TempDir()
	rootKey, intermediateKey, key := NewKey(t, "ecdsa-p256"), NewKey(t, "ecdsa-p256"), NewKey(t, leafKey)
	root := sign(t, template("root of "+filepath.Base(folder)+t.Name(), true), nil, rootKey, rootKey)
	intermediate := sign(t, template("intermediate of "+filepath.Base(folder)+t.Name(), true), root, intermediateKey, rootKey)
	leafTemplate := template(ServerName, false)
	leafTemplate.DNSNames = []string{ServerName, "*." + ServerName}
	leaf := sign(t, leafTemplate, intermediate, key, intermediateKey)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	must(t, err)
	return PKI{
		RootFile:        write(t, folder, "root.pem", "CERTIFICATE", root.Raw),
		CertificateFile: write(t, folder, "chain.pem", "CERTIFICATE", leaf.Raw, intermediate.Raw),
		KeyFile:         write(t, folder, "key.pem", "PRIVATE KEY", private),
	}
}

// NewKey makes a key of a protocol token.
func NewKey(t testing.TB, token string) crypto.Signer {
	t.Helper()
	var key crypto.Signer
	var err error
	switch token {
	case "ecdsa-p256":
		key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case "ecdsa-p384":
		key, err = ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	case "rsa-2048":
		key, err = rsa.GenerateKey(rand.Reader, 2048)
	case "rsa-3072":
		key, err = rsa.GenerateKey(rand.Reader, 3072)
	case "rsa-4096":
		key, err = rsa.GenerateKey(rand.Reader, 4096)
	case "ed25519":
		_, key, err = ed25519.GenerateKey(rand.Reader)
	default:
		t.Fatalf("no such key: %s", token)
	}
	must(t, err)
	return key
}

func template(name string, authority bool) *x509.Certificate {
	serial, _ := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	certificate := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		BasicConstraintsValid: true, IsCA: authority,
		KeyUsage: x509.KeyUsageDigitalSignature,
	}
	if authority {
		certificate.KeyUsage |= x509.KeyUsageCertSign
	} else {
		certificate.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}
	}
	return certificate
}

func sign(t testing.TB, certificate, issuer *x509.Certificate, key, issuerKey crypto.Signer) *x509.Certificate {
	t.Helper()
	if issuer == nil {
		issuer = certificate
	}
	raw, err := x509.CreateCertificate(rand.Reader, certificate, issuer, key.Public(), issuerKey)
	must(t, err)
	parsed, err := x509.ParseCertificate(raw)
	must(t, err)
	return parsed
}

func write(t testing.TB, folder, name, kind string, blocks ...[]byte) string {
	t.Helper()
	var text []byte
	for _, block := range blocks {
		text = append(text, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: block})...)
	}
	path := filepath.Join(folder, name)
	must(t, os.WriteFile(path, text, 0o600))
	return path
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

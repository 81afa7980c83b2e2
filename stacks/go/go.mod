module handshakelab/go

go 1.22

module handshakelab/go

go 1.24

package protocol

// ProfileHeader says what a P frame holds.
type ProfileHeader struct {
	Endpoint int64  `json:"endpoint"`
	Block    int64  `json:"block"`
	Role     string `json:"role"`
	Part     string `json:"part"`
	Format   string `json:"format"`
}

// Parts of a profile: base is what was there before the block, to be taken off the whole.
const (
	PartBase  = "base"
	PartWhole = "whole"
)

// FormatPprof is a gzipped profile.proto.
const FormatPprof = "pprof"

// AppendProfile appends a P frame.
func AppendProfile(to []byte, header ProfileHeader, profile []byte) ([]byte, error) {
	return appendFrame(to, KindProfile, func(to []byte) ([]byte, error) {
		to, err := appendHeader(to, header)
		return append(to, profile...), err
	})
}

// DecodeProfile reads a P frame's payload: its header and the profile, which is part of the payload.
func DecodeProfile(payload []byte) (header ProfileHeader, profile []byte, err error) {
	profile, err = splitHeader(payload, "profile", &header)
	return header, profile, err
}

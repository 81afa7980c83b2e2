namespace HandshakeLab.Worker.Protocol;

/// <summary>The other side does not speak the protocol: the process ends with exit code 2.</summary>
internal sealed class ProtocolException(string message, Exception? cause = null) : Exception(message, cause);

namespace HandshakeLab.Worker.Protocol;

/// <summary>One JSON object of the protocol.</summary>
internal interface IMessage
{
    /// <summary>What kind of message it is, the member that every message has.</summary>
    string Type { get; }
}
